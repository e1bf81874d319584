package io.gpupool.policy;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.policy.GroupAccount.Traits;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Groups for tests. */
final class Accounts {

  static final String H100 = "nvidia-h100-80gb";

  private Accounts() {}

  /** A group of {@code cloud} with H100s, all of whose nodes run. */
  static GroupAccount group(String cloud, String name, double usdPerHour, int nodes, int max) {
    return group(
        new Traits(
            NodeGroupId.of("aws", "account", "region", name),
            cloud,
            1,
            Optional.of(H100),
            Map.of("team", name),
            false),
        usdPerHour,
        new SizeLimits(0, max),
        nodes);
  }

  static GroupAccount group(Traits traits, double usdPerHour, SizeLimits limits, int nodes) {
    return new GroupAccount(traits, usdPerHour, limits, nodes, nodes, nodes);
  }

  /** The same as a group that is either empty or full. */
  static GroupAccount atomic(GroupAccount group) {
    Traits traits = group.traits();
    return new GroupAccount(
        new Traits(
            traits.id(),
            traits.cloudName(),
            traits.tier(),
            traits.gpuModel(),
            traits.labels(),
            true),
        group.usdPerHour(),
        group.limits(),
        group.target(),
        group.billed(),
        group.running());
  }

  /** A scope of one cloud. */
  static Scope cloud(String name) {
    return new Scope(
        Optional.of(name), Optional.empty(), Scope.EVERYTHING.tier(), Optional.empty(), Map.of());
  }

  /** What a group is told of a whole fleet's sizes. */
  static OfferedSizes of(Map<NodeGroupId, OfferedSizes> sizes, GroupAccount group) {
    return Objects.requireNonNull(sizes.get(group.id()));
  }
}
