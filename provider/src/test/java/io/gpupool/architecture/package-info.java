@NullMarked
package io.gpupool.architecture;

import org.jspecify.annotations.NullMarked;
