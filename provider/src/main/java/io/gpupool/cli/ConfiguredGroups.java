package io.gpupool.cli;

import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.GroupSettings;
import io.gpupool.fleet.GroupView;
import io.gpupool.policy.GroupPolicy;
import io.gpupool.rpc.GroupConfiguration;
import io.gpupool.template.NodeTemplate;
import io.gpupool.template.TemplateBuilder;
import io.gpupool.template.TemplateOverlay;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The configuration file's part about groups, worked out once for each group; what depends on the
 * time and on prices, every few seconds.
 */
final class ConfiguredGroups implements GroupConfiguration {

  /** A whole number of them is a minute, at which hours of the week begin and end. */
  private static final long SECONDS_THAT_A_POLICY_HOLDS = 5;

  /**
   * What was worked out.
   *
   * @param shape of what
   * @param period when
   */
  private record Held(Optional<NodeShape> shape, long period, GroupPolicy policy) {}

  private final GpupoolConfig config;
  private final InstantSource clock;
  private final TemplateBuilder templates;
  private final ConfiguredPolicies policies;
  private final Map<NodeGroupId, TemplateOverlay> overlays = new ConcurrentHashMap<>();
  private final Map<NodeGroupId, Held> held = new ConcurrentHashMap<>();

  ConfiguredGroups(
      GpupoolConfig config, Catalog catalog, ConfiguredPolicies policies, InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.policies = policies;
    this.templates =
        new TemplateBuilder(
            config.gpuLabel(), (cloud, machine) -> modelName(catalog, cloud, machine));
  }

  @Override
  public String gpuLabel() {
    return config.gpuLabel();
  }

  @Override
  public Optional<NodeTemplate> template(GroupView view) {
    return view.shape().map(shape -> templates.build(view.id(), shape, overlay(view.id())));
  }

  @Override
  public OptionOverrides overrides(GroupView view) {
    return policy(view).standing().options();
  }

  /** What holds for a group and why. */
  GroupPolicy policy(GroupView view) {
    Instant now = now();
    long period = now.getEpochSecond() / SECONDS_THAT_A_POLICY_HOLDS;
    Held last = held.get(view.id());
    if (last != null && last.period() == period && last.shape().equals(view.shape())) {
      return last.policy();
    }
    GroupPolicy policy = policies.of(view, template(view), now);
    held.put(view.id(), new Held(view.shape(), period, policy));
    return policy;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  private TemplateOverlay overlay(NodeGroupId group) {
    return overlays.computeIfAbsent(group, this::workOut);
  }

  private TemplateOverlay workOut(NodeGroupId group) {
    GroupSettings settings = config.settingsOf(group);
    return new TemplateOverlay(
        settings.labels(),
        settings.taints().orElse(List.of()),
        settings.resources(),
        settings.capacityType());
  }

  private static String modelName(Catalog catalog, String cloud, MachineType machine) {
    return catalog
        .modelOf(cloud, machine)
        .or(() -> machine.accelerator().map(TemplateBuilder::modelName))
        .orElse("unknown");
  }
}
