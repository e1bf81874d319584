/**
 * Azure Resource Manager's compute provider, {@code Microsoft.Compute}: one class for each
 * collection of resources, which reads requests and writes answers, and leaves what happens to the
 * model.
 */
@NullMarked
package io.gpupool.clouds.emulator.azure.compute;

import org.jspecify.annotations.NullMarked;
