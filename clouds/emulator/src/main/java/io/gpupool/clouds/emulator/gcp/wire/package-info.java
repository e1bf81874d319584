/** JSON, links, filters and query parameters as Google's APIs have them. */
@NullMarked
package io.gpupool.clouds.emulator.gcp.wire;

import org.jspecify.annotations.NullMarked;
