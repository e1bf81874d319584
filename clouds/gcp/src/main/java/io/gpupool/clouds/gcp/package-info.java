/**
 * Managed instance groups of one project of Google Compute Engine, zonal and regional, in gpupool's
 * words. {@link io.gpupool.clouds.gcp.GcpCloud} is the way in.
 */
@NullMarked
package io.gpupool.clouds.gcp;

import org.jspecify.annotations.NullMarked;
