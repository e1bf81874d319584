package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * One kind of instance that a group may launch.
 *
 * @param template where it comes from, with the version's number
 * @param maxSpotPrice the most it may cost per hour, if someone said so
 */
record LaunchChoice(
    InstanceType type,
    Market market,
    TemplateReference template,
    String imageId,
    Optional<BigDecimal> maxSpotPrice) {}
