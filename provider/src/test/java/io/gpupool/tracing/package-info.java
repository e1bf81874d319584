/** Tests of tracing. */
@NullMarked
package io.gpupool.tracing;

import org.jspecify.annotations.NullMarked;
