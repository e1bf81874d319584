/** Who asks, by which token, and whether they may. */
@NullMarked
package io.gpupool.clouds.emulator.azure.access;

import org.jspecify.annotations.NullMarked;
