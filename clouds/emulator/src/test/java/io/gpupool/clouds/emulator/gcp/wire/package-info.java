/** Tests of how the emulated Google Cloud reads what clients write. */
@NullMarked
package io.gpupool.clouds.emulator.gcp.wire;

import org.jspecify.annotations.NullMarked;
