package io.gpupool.cli;

import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.GroupSettings;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import io.gpupool.rpc.GroupConfiguration;
import io.gpupool.spending.DeletionLog;
import io.gpupool.template.NodeTemplate;
import io.gpupool.template.TemplateBuilder;
import io.gpupool.template.TemplateOverlay;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The configuration file's part about groups, worked out once for each group. */
final class ConfiguredGroups implements GroupConfiguration {

  private record Known(TemplateOverlay overlay, OptionOverrides overrides) {}

  private final GpupoolConfig config;
  private final InstantSource clock;
  private final ConfiguredSizes sizes;
  private final TemplateBuilder templates;
  private final Map<NodeGroupId, Known> known = new ConcurrentHashMap<>();

  /**
   * @param prices what nodes cost
   * @param deletions what was deleted lately
   */
  ConfiguredGroups(
      GpupoolConfig config,
      Catalog catalog,
      ConfiguredPrices prices,
      DeletionLog deletions,
      InstantSource clock) {
    this.config = config;
    this.clock = clock;
    this.templates =
        new TemplateBuilder(
            config.gpuLabel(), (cloud, machine) -> modelName(catalog, cloud, machine));
    this.sizes =
        new ConfiguredSizes(
            config, group -> prices.of(group).usdPerHour(), this::template, deletions, clock);
  }

  @Override
  public String gpuLabel() {
    return config.gpuLabel();
  }

  @Override
  public Optional<NodeTemplate> template(GroupView view) {
    return view.shape().map(shape -> templates.build(view.id(), shape, known(view.id()).overlay()));
  }

  @Override
  public OptionOverrides overrides(GroupView view) {
    OptionOverrides configured = known(view.id()).overrides();
    return view.shape()
        .map(shape -> configured.orElse(shape.declared().options()))
        .orElse(configured);
  }

  @Override
  public Map<String, SizeLimits> limits(FleetSnapshot fleet) {
    return sizes.limits(fleet);
  }

  /** What ceilings and brakes make of sizes. */
  ConfiguredSizes sizes() {
    return sizes;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  private Known known(NodeGroupId group) {
    return known.computeIfAbsent(group, this::workOut);
  }

  private Known workOut(NodeGroupId group) {
    GroupSettings settings = config.settingsOf(group);
    TemplateOverlay overlay =
        new TemplateOverlay(
            settings.labels(),
            settings.taints().orElse(List.of()),
            settings.resources(),
            settings.capacityType());
    return new Known(
        overlay, OptionOverrides.ofNodes(settings.provisionTime(), settings.zeroOrMax()));
  }

  private static String modelName(Catalog catalog, String cloud, MachineType machine) {
    return catalog
        .modelOf(cloud, machine)
        .or(() -> machine.accelerator().map(TemplateBuilder::modelName))
        .orElse("unknown");
  }
}
