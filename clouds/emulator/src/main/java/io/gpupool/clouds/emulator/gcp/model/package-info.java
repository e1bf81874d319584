/**
 * What there is in the emulated Google Cloud and how it behaves: machine types, instance templates,
 * managed instance groups and their instances, operations, quotas and stock-outs. It knows nothing
 * of HTTP.
 */
@NullMarked
package io.gpupool.clouds.emulator.gcp.model;

import org.jspecify.annotations.NullMarked;
