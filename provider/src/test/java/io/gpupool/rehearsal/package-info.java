/** The model of the autoscaler and of the cluster around it. */
@NullMarked
package io.gpupool.rehearsal;

import org.jspecify.annotations.NullMarked;
