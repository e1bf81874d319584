/**
 * Virtual machine scale sets of one Azure subscription, uniform and flexible, in gpupool's words.
 * {@link io.gpupool.clouds.azure.AzureCloud} is the way in; the two tables of errors are {@code
 * AzureErrors} (what a call was refused for) and {@code LaunchFailures} (what a machine didn't come
 * for).
 *
 * <p>What a node will be is read from the scale set's model and from the subscription's list of
 * SKUs; labels, taints and resources of its nodes are tags of the scale set, and so are its sizes,
 * {@code min} and {@code max}.
 */
@NullMarked
package io.gpupool.clouds.azure;

import org.jspecify.annotations.NullMarked;
