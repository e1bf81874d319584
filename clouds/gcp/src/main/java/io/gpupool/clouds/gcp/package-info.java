/**
 * Managed instance groups of one project of Google Compute Engine, zonal and regional, in gpupool's
 * words. {@link io.gpupool.clouds.gcp.GcpCloud} is the way in; the two tables of errors are {@code
 * GcpErrors} (what a call was refused for) and {@code LaunchFailures} (what a machine didn't come
 * for).
 *
 * <p>What a node will be is read from the group's instance template: on GKE from its metadata
 * {@code kube-env}, elsewhere from the metadata {@code cluster-autoscaler-env-vars}, in the same
 * words. The sizes of a group are the labels or metadata {@code cluster-autoscaler-min-size} and
 * {@code cluster-autoscaler-max-size} of its template.
 */
@NullMarked
package io.gpupool.clouds.gcp;

import org.jspecify.annotations.NullMarked;
