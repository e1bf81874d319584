/** The emulated AWS, specified through AWS's own SDK. */
@NullMarked
package io.gpupool.clouds.emulator.aws;

import org.jspecify.annotations.NullMarked;
