@NullMarked
package io.gpupool.bench;

import org.jspecify.annotations.NullMarked;
