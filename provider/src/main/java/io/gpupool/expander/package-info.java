/**
 * Which group the autoscaler should enlarge: what it offers, put together with what it doesn't
 * know, and the decision with its reasons.
 */
@NullMarked
package io.gpupool.expander;

import org.jspecify.annotations.NullMarked;
