/**
 * The methods of the Compute Engine API, version v1, that are emulated: what each is called, what
 * it takes and needs, and how resources are written.
 */
@NullMarked
package io.gpupool.clouds.emulator.gcp.compute;

import org.jspecify.annotations.NullMarked;
