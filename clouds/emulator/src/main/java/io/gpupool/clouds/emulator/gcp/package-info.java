/**
 * The emulated Google Cloud as its users see it. {@link io.gpupool.clouds.emulator.gcp.EmulatedGcp}
 * starts one, {@link io.gpupool.clouds.emulator.gcp.EmulatedProject} is the hand that builds and
 * changes its world; everything else speaks to it over HTTP.
 */
@NullMarked
package io.gpupool.clouds.emulator.gcp;

import org.jspecify.annotations.NullMarked;
