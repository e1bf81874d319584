/** Traces: which call to a cloud came of which call of the autoscaler, and what took how long. */
@NullMarked
package io.gpupool.tracing;

import org.jspecify.annotations.NullMarked;
