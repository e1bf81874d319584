package io.gpupool.clouds.emulator.aws.service;

import io.gpupool.clouds.emulator.aws.access.Principal;
import io.gpupool.clouds.emulator.aws.model.Region;
import io.gpupool.clouds.emulator.aws.model.World;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import java.time.Instant;

/**
 * A request that has been let in.
 *
 * @param world the whole AWS, settled and held still
 * @param region the part that the request is for: its region, as the caller's account sees it
 * @param caller who asks
 * @param parameters what is asked
 * @param now when
 */
public record Request(
    World world, Region region, Principal caller, Parameters parameters, Instant now) {}
