/** Who asks, by which token, and whether they may. */
@NullMarked
package io.gpupool.clouds.emulator.gcp.access;

import org.jspecify.annotations.NullMarked;
