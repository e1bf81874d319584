@NullMarked
package io.gpupool.reload;

import org.jspecify.annotations.NullMarked;
