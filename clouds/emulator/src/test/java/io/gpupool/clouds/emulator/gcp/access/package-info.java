/** Tests of who may do what in the emulated Google Cloud. */
@NullMarked
package io.gpupool.clouds.emulator.gcp.access;

import org.jspecify.annotations.NullMarked;
