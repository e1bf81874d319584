package io.gpupool.expander;

import java.util.Objects;
import java.util.Optional;

/**
 * What the autoscaler doesn't know of a group.
 *
 * @param usdPerHour what one more node costs; infinite if that isn't known
 * @param basis where the price comes from, in words
 * @param prepaid the pool of paid nodes that it draws on
 * @param room how many more nodes it may have
 * @param tier lower tiers are filled first
 * @param weight of equal groups the heavier is taken
 * @param unavailable why there is probably nothing to be had at the moment
 * @param node what its nodes will be, as this server describes them
 */
public record GroupTerms(
    double usdPerHour,
    String basis,
    Optional<String> prepaid,
    int room,
    int tier,
    int weight,
    Optional<String> unavailable,
    Optional<NodeFacts> node) {
  public GroupTerms {
    Objects.requireNonNull(basis, "basis");
    Objects.requireNonNull(prepaid, "prepaid");
    Objects.requireNonNull(unavailable, "unavailable");
    Objects.requireNonNull(node, "node");
    if (!(usdPerHour >= 0) || room < 0) {
      throw new IllegalArgumentException(usdPerHour + " usd per hour, room for " + room);
    }
  }
}
