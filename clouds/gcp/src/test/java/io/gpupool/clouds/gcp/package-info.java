/** Tests of the GCP adapter, over HTTP against an emulated Compute API. */
@NullMarked
package io.gpupool.clouds.gcp;

import org.jspecify.annotations.NullMarked;
