/** Options, generation by generation. */
@NullMarked
package io.gpupool.spending;

import org.jspecify.annotations.NullMarked;
