/** Tests of the emulated Google Cloud, over HTTP wherever a client could see what they test. */
@NullMarked
package io.gpupool.clouds.emulator.gcp;

import org.jspecify.annotations.NullMarked;
