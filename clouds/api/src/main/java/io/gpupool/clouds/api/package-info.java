/**
 * What gpupool asks of a cloud, and the values they exchange. Start with {@link
 * io.gpupool.clouds.api.Cloud}: its four methods are all that an adapter implements.
 *
 * <p>Nothing here depends on anything but the JDK, and nothing here decides anything: limits,
 * placeholders, retries, deadlines and stale data are the fleet's business, once, for all clouds.
 */
@NullMarked
package io.gpupool.clouds.api;

import org.jspecify.annotations.NullMarked;
