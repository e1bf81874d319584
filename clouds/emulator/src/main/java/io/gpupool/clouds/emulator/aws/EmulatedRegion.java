package io.gpupool.clouds.emulator.aws;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.GroupSettings;
import io.gpupool.clouds.emulator.aws.model.Instance;
import io.gpupool.clouds.emulator.aws.model.LaunchSource;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplate;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.model.MachineImage;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy;
import io.gpupool.clouds.emulator.aws.model.Region;
import io.gpupool.clouds.emulator.aws.model.TemplateReference;
import io.gpupool.clouds.emulator.aws.model.WarmPool;
import io.gpupool.clouds.emulator.aws.model.World;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * One region of the emulated AWS in one account's hands, for building its world and for everything
 * that people do in the console. What AWS would refuse is refused here with an {@link
 * AwsException}. Thread-safe.
 */
public final class EmulatedRegion {

  private final World world;
  private final String account;
  private final String name;

  EmulatedRegion(World world, String account, String name) {
    this.world = world;
    this.account = account;
    this.name = name;
  }

  /** Adds zones that the region doesn't have by itself, such as a Local Zone. */
  public void addZones(String... zones) {
    change((region, now) -> world.addZones(name, List.of(zones)));
  }

  /** Makes a launch template with a first version, and returns its id. */
  public String addLaunchTemplate(String template, LaunchTemplateData data) {
    return ask((region, now) -> region.templates().create(template, "", data, Map.of(), now).id());
  }

  /** Adds a version to a launch template, and returns its number. */
  public int addLaunchTemplateVersion(String template, LaunchTemplateData data) {
    return ask((region, now) -> region.templates().withName(template).add("", data, now));
  }

  /** Chooses the default version of a launch template. */
  public void setDefaultVersion(String template, int version) {
    change((region, now) -> region.templates().withName(template).chooseDefault(version));
  }

  /** Makes a launch configuration for on-demand instances from the usual image. */
  public void addLaunchConfiguration(String configuration, String instanceType) {
    change(
        (region, now) ->
            region
                .configurations()
                .create(
                    configuration,
                    MachineImage.USUAL.id(),
                    instanceType,
                    Optional.empty(),
                    Optional.empty(),
                    now));
  }

  /** Suspends processes of a group. */
  public void suspend(String group, String... processes) {
    change((region, now) -> region.groups().existing(group).suspend(List.of(processes)));
  }

  /** Resumes processes of a group. */
  public void resume(String group, String... processes) {
    change((region, now) -> region.groups().existing(group).resume(List.of(processes)));
  }

  /** Protects the instances that a group launches from now on from its own shrinking. */
  public void protectNew(String group) {
    change((region, now) -> region.groups().existing(group).protectNew(true));
  }

  /** Gives a group a warm pool. */
  public void addWarmPool(String group) {
    change((region, now) -> region.groups().existing(group).give(new WarmPool(1, "Stopped")));
  }

  /** Makes a group. */
  public EmulatedGroup addGroup(GroupDefinition definition) {
    return ask(
        (region, now) -> {
          GroupSettings settings =
              new GroupSettings(
                  definition.min(),
                  definition.max(),
                  definition.desired(),
                  GroupSettings.USUAL_COOLDOWN,
                  zones(definition),
                  source(region, definition, now));
          return EmulatedGroup.of(
              region.groups().create(definition.name(), settings, definition.tags(), now));
        });
  }

  /** Sets a group's desired capacity by hand. Below what it has, it terminates some. */
  public void setDesired(String group, int desired) {
    change((region, now) -> region.groups().setDesired(group, desired, false, now));
  }

  /** Sets a group's limits and desired capacity by hand. */
  public void resize(String group, int min, int max, int desired) {
    change(
        (region, now) -> {
          GroupSettings settings = region.groups().existing(group).settings();
          region.groups().update(group, settings.withSizes(min, max, desired), now);
        });
  }

  /** Lets a group launch from another launch template from now on. */
  public void relaunchFrom(String group, String template, String version) {
    change(
        (region, now) -> {
          GroupSettings settings = region.groups().existing(group).settings();
          LaunchSource source = new LaunchSource.OneTemplate(reference(region, template, version));
          region.groups().update(group, settings.withSource(source), now);
        });
  }

  /** Deletes a group and all of its instances. */
  public void deleteGroup(String group) {
    change((region, now) -> region.groups().delete(group, true, now));
  }

  /** Terminates an instance behind its group's back; the group replaces it. */
  public void terminate(String instanceId) {
    change((region, now) -> region.machines().kill(instance(region, instanceId), now));
  }

  /** Gives a spot instance notice that it will be taken back; the group replaces it. */
  public void interrupt(String instanceId) {
    change((region, now) -> region.machines().interrupt(instance(region, instanceId), now));
  }

  /** The group with a name, if there is one. */
  public Optional<EmulatedGroup> group(String group) {
    return ask((region, now) -> region.groups().named(group).map(EmulatedGroup::of));
  }

  /** All groups, by name. */
  public List<EmulatedGroup> groups() {
    return ask((region, now) -> region.groups().all().stream().map(EmulatedGroup::of).toList());
  }

  /** All instances that ever were, oldest first. */
  public List<EmulatedInstance> instances() {
    return ask(
        (region, now) -> region.machines().all().stream().map(EmulatedInstance::of).toList());
  }

  private List<String> zones(GroupDefinition definition) {
    return definition.zones().isEmpty()
        ? world.geography().zones(name).subList(0, 1)
        : definition.zones();
  }

  private static LaunchSource source(Region region, GroupDefinition definition, Instant now) {
    GroupDefinition.Content content = definition.content();
    if (content instanceof GroupDefinition.Content.Own own) {
      return new LaunchSource.OneTemplate(ownTemplate(region, definition.name(), own.data(), now));
    }
    if (content instanceof GroupDefinition.Content.Template template) {
      return new LaunchSource.OneTemplate(reference(region, template.name(), template.version()));
    }
    if (content instanceof GroupDefinition.Content.Configured configured) {
      return new LaunchSource.Configured(region.configurations().existing(configured.name()));
    }
    GroupDefinition.Content.Mixed mixed = (GroupDefinition.Content.Mixed) content;
    TemplateReference template =
        ownTemplate(region, definition.name(), LaunchTemplateData.withoutType(), now);
    return new LaunchSource.Mixed(
        new MixedInstancesPolicy(template, mixed.overrides(), mixed.distribution()));
  }

  /** A group's own template; a group that is made again under its old name makes a new version. */
  private static TemplateReference ownTemplate(
      Region region, String name, LaunchTemplateData data, Instant now) {
    Optional<LaunchTemplate> old = region.templates().named(name);
    old.ifPresent(template -> template.add("", data, now));
    LaunchTemplate template =
        old.orElseGet(() -> region.templates().create(name, "", data, Map.of(), now));
    return new TemplateReference(template.id(), template.name(), LaunchTemplate.LATEST);
  }

  private static TemplateReference reference(Region region, String name, String version) {
    LaunchTemplate template = region.templates().withName(name);
    return new TemplateReference(template.id(), template.name(), version);
  }

  private static Instance instance(Region region, String id) {
    return region
        .machines()
        .identified(id)
        .orElseThrow(
            () ->
                new AwsException(
                    400,
                    "InvalidInstanceID.NotFound",
                    "The instance ID '" + id + "' does not exist"));
  }

  private <T> T ask(BiFunction<Region, Instant, T> question) {
    return world.inTurn(now -> question.apply(world.region(account, name), now));
  }

  private void change(BiConsumer<Region, Instant> change) {
    ask(
        (region, now) -> {
          change.accept(region, now);
          return region;
        });
  }
}
