/** Tests of the Azure adapter, over HTTP against a small Azure Resource Manager of their own. */
@NullMarked
package io.gpupool.clouds.azure;

import org.jspecify.annotations.NullMarked;
