/**
 * The emulated AWS as its users see it. {@link io.gpupool.clouds.emulator.aws.EmulatedAws} starts
 * one, {@link io.gpupool.clouds.emulator.aws.EmulatedRegion} is the hand that builds and changes
 * its world; everything else speaks to it over HTTP.
 */
@NullMarked
package io.gpupool.clouds.emulator.aws;

import org.jspecify.annotations.NullMarked;
