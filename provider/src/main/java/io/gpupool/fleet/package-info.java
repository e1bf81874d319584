/**
 * What the clouds said last, and the only place that changes them. {@link io.gpupool.fleet.Fleet}
 * is the way in; {@link io.gpupool.fleet.FleetSnapshot} is what readers see.
 *
 * <p>The rules about limits, placeholders, read-your-writes and data that has gone stale are in
 * {@code GroupState}, a value without clock or I/O. Around it {@code FleetState} keeps all groups
 * under one monitor, {@code EntryWatch} reads the clouds and the three kinds of {@code Write}
 * change them.
 */
@NullMarked
package io.gpupool.fleet;

import org.jspecify.annotations.NullMarked;
