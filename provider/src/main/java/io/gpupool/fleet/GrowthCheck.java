package io.gpupool.fleet;

import java.util.Optional;

/**
 * Whether a group may grow for all that is known of the others. Asked while nothing in the fleet
 * can change, so it answers from memory and calls nobody.
 */
@FunctionalInterface
public interface GrowthCheck {

  /** Nothing speaks against it. */
  GrowthCheck NONE = (fleet, group, delta) -> Optional.empty();

  /**
   * Why a group may not have {@code delta} nodes more, as a part of a sentence; empty if it may.
   *
   * @param fleet all groups, this one included, with everything that has been promised
   */
  Optional<String> refusal(FleetSnapshot fleet, GroupView group, int delta);
}
