package io.gpupool.config;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.pricing.PriceRules;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Everything that the configuration file says, defaults filled in.
 *
 * @param server where to listen
 * @param autoscaler who calls
 * @param gpuLabel the key of the label by which nodes with GPUs are known
 * @param clouds what to manage, one or more, each name once
 * @param groups settings for groups by pattern, in the order of the file
 * @param prices what is said of prices
 * @param scaleDown when nodes that aren't needed are removed
 */
public record GpupoolConfig(
    ServerConfig server,
    AutoscalerConfig autoscaler,
    String gpuLabel,
    List<CloudConfig> clouds,
    List<GroupRule> groups,
    PriceRules prices,
    ScaleDownPolicy scaleDown) {

  /** The label's key unless the file says otherwise. */
  public static final String DEFAULT_GPU_LABEL = "gpupool.io/accelerator";

  public GpupoolConfig {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(autoscaler, "autoscaler");
    clouds = List.copyOf(clouds);
    groups = List.copyOf(groups);
    Objects.requireNonNull(prices, "prices");
    Objects.requireNonNull(scaleDown, "scaleDown");
    if (gpuLabel.isBlank()) {
      throw new IllegalArgumentException("the label for GPUs is empty");
    }
    if (clouds.isEmpty()) {
      throw new IllegalArgumentException("no cloud");
    }
    Set<String> names = new HashSet<>();
    for (CloudConfig cloud : clouds) {
      if (!names.add(cloud.name())) {
        throw new IllegalArgumentException("two clouds have the name " + cloud.name());
      }
    }
  }

  /** What all rules together say about a group: for each setting, the first that matches. */
  public GroupSettings settingsOf(NodeGroupId group) {
    GroupSettings settings = GroupSettings.NONE;
    for (GroupRule rule : groups) {
      if (rule.match().matches(group)) {
        settings = settings.orElse(rule.settings());
      }
    }
    return settings;
  }
}
