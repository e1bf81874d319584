/** Tests of the emulated Azure, over HTTP wherever a client could see what they test. */
@NullMarked
package io.gpupool.clouds.emulator.azure.wire;

import org.jspecify.annotations.NullMarked;
