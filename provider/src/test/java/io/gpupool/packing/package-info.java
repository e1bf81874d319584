@NullMarked
package io.gpupool.packing;

import org.jspecify.annotations.NullMarked;
