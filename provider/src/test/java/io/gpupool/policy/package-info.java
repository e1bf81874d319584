/** Options, generation by generation. */
@NullMarked
package io.gpupool.policy;

import org.jspecify.annotations.NullMarked;
