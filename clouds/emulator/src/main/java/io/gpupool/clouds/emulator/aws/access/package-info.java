/** Who asks, and whether they may. */
@NullMarked
package io.gpupool.clouds.emulator.aws.access;

import org.jspecify.annotations.NullMarked;
