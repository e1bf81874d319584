/** How Azure Resource Manager writes things: pages, filters, times. */
@NullMarked
package io.gpupool.clouds.emulator.azure.wire;

import org.jspecify.annotations.NullMarked;
