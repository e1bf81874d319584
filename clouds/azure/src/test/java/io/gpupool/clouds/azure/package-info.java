/** Tests of the Azure adapter, over HTTP against an emulated Compute API. */
@NullMarked
package io.gpupool.clouds.azure;

import org.jspecify.annotations.NullMarked;
