@NullMarked
package io.gpupool.clouds.catalog;

import org.jspecify.annotations.NullMarked;
