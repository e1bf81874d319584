package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The older way of saying what instances of a group are to be; it never changes.
 *
 * @param name unique in its account and region
 * @param arn its name in all of AWS
 * @param imageId the machine image
 * @param instanceType the instance type
 * @param spotPrice the most that a spot instance may cost per hour; on-demand instances without it
 * @param rootVolumeGib the root disk, if it says
 * @param created when it was made
 */
public record LaunchConfiguration(
    String name,
    String arn,
    String imageId,
    String instanceType,
    Optional<BigDecimal> spotPrice,
    Optional<Integer> rootVolumeGib,
    Instant created) {

  /** How instances are bought. */
  Market market() {
    return spotPrice.isPresent() ? Market.SPOT : Market.ON_DEMAND;
  }
}
