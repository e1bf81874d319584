package io.gpupool.clouds.emulator.gcp;

import io.gpupool.clouds.emulator.gcp.access.Tokens;
import io.gpupool.clouds.emulator.gcp.model.Group;
import io.gpupool.clouds.emulator.gcp.model.GroupSettings;
import io.gpupool.clouds.emulator.gcp.model.Groups;
import io.gpupool.clouds.emulator.gcp.model.Instance;
import io.gpupool.clouds.emulator.gcp.model.InstanceProperties;
import io.gpupool.clouds.emulator.gcp.model.InstanceTemplate;
import io.gpupool.clouds.emulator.gcp.model.Location;
import io.gpupool.clouds.emulator.gcp.model.Project;
import io.gpupool.clouds.emulator.gcp.model.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * One project of the emulated Google Cloud, for building its world and for everything that people
 * do in the console. What Google Cloud would refuse is refused here with a {@link
 * io.gpupool.clouds.emulator.gcp.model.GcpException}. A location is a zone or a region, by name.
 * Thread-safe.
 */
public final class EmulatedProject {

  private static final Groups.Asker BY_HAND = new Groups.Asker(Tokens.SOMEBODY, Optional.empty());

  private final World world;
  private final String name;

  EmulatedProject(World world, String name) {
    this.world = world;
    this.name = name;
    change((project, now) -> {});
  }

  /** Its id. */
  public String name() {
    return name;
  }

  /** Makes a global instance template. */
  public void addTemplate(String template, InstanceProperties properties) {
    change(
        (project, now) -> project.templates().create(Optional.empty(), template, properties, now));
  }

  /** Makes a regional instance template. */
  public void addTemplate(String region, String template, InstanceProperties properties) {
    change(
        (project, now) ->
            project.templates().create(Optional.of(region), template, properties, now));
  }

  /** Takes a global instance template away, even from groups that use it. */
  public void deleteTemplate(String template) {
    change((project, now) -> project.templates().delete(Optional.empty(), template));
  }

  /** Makes a group; it begins to create instances at once. */
  public EmulatedGroup addGroup(GroupDefinition definition) {
    return ask(
        (project, now) -> {
          Location location = known(definition.location());
          GroupSettings settings =
              new GroupSettings(
                  template(project, definition, now),
                  definition.baseInstanceName().orElse(definition.name()),
                  zones(location, definition),
                  definition.shape(),
                  definition.bulk(),
                  definition.pages(),
                  definition.description());
          return EmulatedGroup.of(
              project
                  .groups()
                  .create(location, definition.name(), settings, definition.size(), now));
        });
  }

  /** Sets a group's target size by hand. Below what it has, it deletes some. */
  public void setTargetSize(String location, String group, int size) {
    change(
        (project, now) ->
            project.groups().resize(existing(project, location, group), size, BY_HAND, now));
  }

  /** Lets a group create from another global instance template from now on. */
  public void relaunchFrom(String location, String group, String template) {
    change(
        (project, now) ->
            project
                .groups()
                .relaunchFrom(
                    existing(project, location, group),
                    project.templates().existing(Optional.empty(), template)));
  }

  /** Suspends a running instance, which leaves the target size and keeps its name. */
  public void suspend(String location, String group, String instance) {
    change(
        (project, now) ->
            project.groups().suspend(existing(project, location, group), instance, now));
  }

  /** Deletes a group and all of its instances; it is there until they are gone. */
  public void deleteGroup(String location, String group) {
    change(
        (project, now) ->
            project.groups().delete(existing(project, location, group), BY_HAND, now));
  }

  /** Deletes an instance behind its group's back; the group makes it again. */
  public void deleteInstance(String zone, String instance) {
    change((project, now) -> project.machines().kill(machine(project, zone, instance), now));
  }

  /** Takes a spot instance back; the group makes it again. */
  public void preempt(String zone, String instance) {
    change((project, now) -> project.machines().preempt(machine(project, zone, instance), now));
  }

  /** Limits what the project may have in a region, such as {@code NVIDIA_T4_GPUS}. */
  public void setQuota(String region, String metric, int limit) {
    change((project, now) -> project.quotas().limit(region, metric, limit));
  }

  /** The group with a name, if there is one. */
  public Optional<EmulatedGroup> group(String location, String group) {
    return ask(
        (project, now) ->
            project.groups().named(Location.of(location), group).map(EmulatedGroup::of));
  }

  /** All groups, by location and name. */
  public List<EmulatedGroup> groups() {
    return ask(
        (project, now) -> project.groups().all().values().stream().map(EmulatedGroup::of).toList());
  }

  /** All instances that ever were, oldest first. */
  public List<EmulatedInstance> instances() {
    return ask(
        (project, now) -> project.machines().ever().stream().map(EmulatedInstance::of).toList());
  }

  private Location known(String location) {
    Location place = Location.of(location);
    if (!world.geography().knows(place)) {
      throw new IllegalArgumentException(
          "there is no " + place.path() + "; add a zone that the emulator doesn't know");
    }
    return place;
  }

  private List<String> zones(Location location, GroupDefinition definition) {
    if (location.zonal()) {
      return List.of(location.name());
    }
    List<String> all = world.geography().zones(location.name());
    if (!all.containsAll(definition.zones())) {
      throw new IllegalArgumentException(
          definition.zones() + " aren't all zones of " + location.name() + ", which has " + all);
    }
    return definition.zones().isEmpty() ? all : definition.zones();
  }

  private static InstanceTemplate template(
      Project project, GroupDefinition definition, Instant now) {
    if (definition.content() instanceof GroupDefinition.Content.Template there) {
      return project.templates().existing(there.region(), there.name());
    }
    GroupDefinition.Content.Own own = (GroupDefinition.Content.Own) definition.content();
    return project.templates().replace(Optional.empty(), definition.name(), own.properties(), now);
  }

  private static Group existing(Project project, String location, String group) {
    return project.groups().existing(Location.of(location), group);
  }

  private static Instance machine(Project project, String zone, String instance) {
    return project
        .machines()
        .named(zone, instance)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no instance " + instance + " in " + zone + " now"));
  }

  private <T> T ask(BiFunction<Project, Instant, T> question) {
    return world.inTurn(now -> question.apply(world.project(name), now));
  }

  private void change(BiConsumer<Project, Instant> change) {
    ask(
        (project, now) -> {
          change.accept(project, now);
          return project;
        });
  }
}
