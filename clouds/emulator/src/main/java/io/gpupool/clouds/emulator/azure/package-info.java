/**
 * The emulated Azure as its users see it. {@link io.gpupool.clouds.emulator.azure.EmulatedAzure}
 * starts one, {@link io.gpupool.clouds.emulator.azure.EmulatedSubscription} is the hand that builds
 * and changes its world; everything else speaks to it over HTTP.
 */
@NullMarked
package io.gpupool.clouds.emulator.azure;

import org.jspecify.annotations.NullMarked;
