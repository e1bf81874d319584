/**
 * What all emulated clouds share: the server, the log of calls, faults to inject, time, and ids
 * that come out the same under the same seed. Each cloud is a package beside this one's children;
 * start with {@link io.gpupool.clouds.emulator.aws.EmulatedAws}, {@link
 * io.gpupool.clouds.emulator.gcp.EmulatedGcp} or {@link
 * io.gpupool.clouds.emulator.azure.EmulatedAzure}.
 */
@NullMarked
package io.gpupool.clouds.emulator;

import org.jspecify.annotations.NullMarked;
