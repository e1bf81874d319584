@NullMarked
package io.gpupool.expander;

import org.jspecify.annotations.NullMarked;
