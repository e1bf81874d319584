@NullMarked
package io.gpupool.capacity;

import org.jspecify.annotations.NullMarked;
