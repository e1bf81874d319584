/**
 * gpupool driven by a real Kubernetes control plane and the real Cluster Autoscaler. Nothing but
 * the cloud and the kubelets is emulated.
 */
@NullMarked
package io.gpupool.e2e;

import org.jspecify.annotations.NullMarked;
