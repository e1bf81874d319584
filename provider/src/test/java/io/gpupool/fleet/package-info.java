@NullMarked
package io.gpupool.fleet;

import org.jspecify.annotations.NullMarked;
