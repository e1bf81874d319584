package io.gpupool.fleet;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import java.util.Optional;

/**
 * The provider id of a slot that no instance fills yet: {@code gpupool://<group>/<attempt>/<slot>}.
 *
 * <p>The attempt makes it unique: the autoscaler backs a group off only for an id that it hasn't
 * seen failing before, so a second attempt must not look like the first. The group is part of it,
 * so it leads back to its group even after a restart has forgotten the slot. It stands for every
 * cloud in the same form; no real instance has this scheme.
 *
 * @param group the group that the slot is in
 * @param attempt grows with every request for more nodes of the group
 * @param slot numbers the slots of one attempt from zero
 */
record PlaceholderId(NodeGroupId group, long attempt, int slot)
    implements Comparable<PlaceholderId> {

  private static final String SCHEME = "gpupool://";

  /** Reads an id in the form of {@link #toString}; anything else is no placeholder. */
  static Optional<PlaceholderId> parse(String providerId) {
    if (!providerId.startsWith(SCHEME)) {
      return Optional.empty();
    }
    int slotAt = providerId.lastIndexOf('/');
    int attemptAt = providerId.lastIndexOf('/', slotAt - 1);
    if (attemptAt <= SCHEME.length()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new PlaceholderId(
              new NodeGroupId(providerId.substring(SCHEME.length(), attemptAt)),
              Long.parseLong(providerId, attemptAt + 1, slotAt, 10),
              Integer.parseInt(providerId, slotAt + 1, providerId.length(), 10)));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  ProviderId providerId() {
    return new ProviderId(toString());
  }

  /** Older attempts first. */
  @Override
  public int compareTo(PlaceholderId other) {
    int byAttempt = Long.compare(attempt, other.attempt);
    return byAttempt != 0 ? byAttempt : Integer.compare(slot, other.slot);
  }

  @Override
  public String toString() {
    return SCHEME + group + "/" + attempt + "/" + slot;
  }
}
