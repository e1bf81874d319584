package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One kind of instance that a group may launch.
 *
 * @param origin where it is written, a template with its version's number
 * @param maxSpotPrice the most it may cost per hour, if someone said so
 */
record LaunchChoice(
    InstanceType type,
    Market market,
    LaunchOrigin origin,
    String imageId,
    Optional<BigDecimal> maxSpotPrice) {}
