package io.gpupool.cli;

import io.gpupool.boot.BootTimes;
import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.GroupSettings;
import io.gpupool.fleet.GroupView;
import io.gpupool.policy.BootTime;
import io.gpupool.policy.BreakEven;
import io.gpupool.policy.GroupFacts;
import io.gpupool.policy.GroupPolicy;
import io.gpupool.policy.Source;
import io.gpupool.template.NodeTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * When nodes that aren't needed are removed, group by group: configuration, prices, the groups' own
 * tags and what was seen of boots together.
 */
final class ConfiguredPolicies {

  private final GpupoolConfig config;
  private final ConfiguredPrices prices;
  private final BootTimes boots;

  ConfiguredPolicies(GpupoolConfig config, ConfiguredPrices prices, BootTimes boots) {
    this.config = config;
    this.prices = prices;
    this.boots = boots;
  }

  /**
   * What holds for a group.
   *
   * @param template what a new node of it will look like, if that is known
   */
  GroupPolicy of(GroupView group, Optional<NodeTemplate> template, Instant now) {
    GroupFacts facts = facts(group, template);
    BootTime boot = boot(group, facts);
    return new GroupPolicy(
        facts, boot, config.scaleDown().standing(facts, boot, stated(group), now));
  }

  private GroupFacts facts(GroupView group, Optional<NodeTemplate> template) {
    Optional<NodeShape> shape = group.shape();
    Map<String, String> labels = template.map(NodeTemplate::labels).orElse(Map.of());
    Optional<CapacityType> stated = config.settingsOf(group.id()).capacityType();
    return new GroupFacts(
        group.id(),
        ConfiguredPrices.cloudName(group),
        Optional.ofNullable(labels.get(config.gpuLabel())),
        shape
            .map(of -> OptionalInt.of(of.accelerator().map(Accelerator::count).orElse(0)))
            .orElse(OptionalInt.empty()),
        prices.of(group).usdPerHour(),
        stated.or(() -> shape.map(NodeShape::capacityType)),
        labels);
  }

  /** What comes after the instance runs isn't shown by any cloud. */
  private BootTime boot(GroupView group, GroupFacts facts) {
    BreakEven formula = config.scaleDown().breakEven().orElse(BreakEven.DEFAULT);
    return boots
        .of(group.id())
        .map(seen -> new BootTime(seen.median().plus(formula.afterRunning()), seen.seen()))
        .orElseGet(() -> BootTime.assumed(facts.gpus().orElse(0)));
  }

  private List<Source> stated(GroupView group) {
    GroupSettings settings = config.settingsOf(group.id());
    OptionOverrides ofGroups =
        OptionOverrides.ofNodes(settings.provisionTime(), settings.zeroOrMax());
    OptionOverrides ofTags =
        group.shape().map(shape -> shape.declared().options()).orElse(OptionOverrides.NONE);
    return List.of(
        new Source("groups", "groups in the configuration", ofGroups),
        new Source("tags", "what is written on the group in its cloud", ofTags));
  }
}
