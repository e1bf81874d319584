package io.gpupool.clouds.emulator.aws;

import io.gpupool.clouds.emulator.aws.model.GroupTag;
import io.gpupool.clouds.emulator.aws.model.InstanceRequirements;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplate;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.Distribution;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.TypeOverride;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A group to be made. Begin with {@link #of}, which asks for nothing but a machine type: the group
 * then gets a launch template of its own name, sizes from 0 to 10, nothing desired, and the first
 * zone of its region.
 *
 * @param name unique in its account and region
 * @param min the least instances
 * @param max the most instances
 * @param desired how many it shall have
 * @param zones where it may launch; empty means the region's first zone
 * @param content what it launches
 * @param tags its tags
 */
public record GroupDefinition(
    String name,
    int min,
    int max,
    int desired,
    List<String> zones,
    Content content,
    List<GroupTag> tags) {

  public GroupDefinition {
    zones = List.copyOf(zones);
    tags = List.copyOf(tags);
  }

  /** What a group launches. */
  public sealed interface Content {

    /** What a launch template that is made along with the group says. */
    record Own(LaunchTemplateData data) implements Content {}

    /** What a launch template says that is there already. */
    record Template(String name, String version) implements Content {}

    /** What a launch configuration says that is there already. */
    record Configured(String name) implements Content {}

    /** Several types, on demand and spot, by a mixed instances policy. */
    record Mixed(List<TypeOverride> overrides, Distribution distribution) implements Content {
      public Mixed {
        overrides = List.copyOf(overrides);
      }
    }
  }

  /** A group of on-demand instances of one type. */
  public static GroupDefinition of(String name, String instanceType) {
    return new GroupDefinition(
        name, 0, 10, 0, List.of(), new Content.Own(LaunchTemplateData.of(instanceType)), List.of());
  }

  /** The same with other limits. */
  public GroupDefinition sizes(int newMin, int newMax) {
    return new GroupDefinition(name, newMin, newMax, desired, zones, content, tags);
  }

  /** The same with another size to begin with. */
  public GroupDefinition desired(int newDesired) {
    return new GroupDefinition(name, min, max, newDesired, zones, content, tags);
  }

  /** The same in other zones. */
  public GroupDefinition zones(String... newZones) {
    return new GroupDefinition(name, min, max, desired, List.of(newZones), content, tags);
  }

  /** The same with spot instances; only for a group with a launch template of its own. */
  public GroupDefinition spot() {
    if (content instanceof Content.Own own) {
      return with(new Content.Own(own.data().spot()));
    }
    throw new IllegalStateException(
        "group " + name + " launches what its launch template or policy says; say spot there");
  }

  /** The same with a launch template of its own that says something else. */
  public GroupDefinition launching(LaunchTemplateData data) {
    return with(new Content.Own(data));
  }

  /** The same with the latest version of a launch template that is there already. */
  public GroupDefinition launchTemplate(String template) {
    return launchTemplate(template, LaunchTemplate.LATEST);
  }

  /** The same with a launch template that is there already. */
  public GroupDefinition launchTemplate(String template, String version) {
    return with(new Content.Template(template, version));
  }

  /** The same with several types, in order of preference. */
  public GroupDefinition mixed(Distribution distribution, String... instanceTypes) {
    return with(
        new Content.Mixed(
            Arrays.stream(instanceTypes).map(TypeOverride::of).toList(), distribution));
  }

  /** The same with all types that have what is required. */
  public GroupDefinition mixed(Distribution distribution, InstanceRequirements requirements) {
    return with(new Content.Mixed(List.of(TypeOverride.of(requirements)), distribution));
  }

  /** The same with a launch configuration that is there already. */
  public GroupDefinition launchConfiguration(String configuration) {
    return with(new Content.Configured(configuration));
  }

  /** The same with one more tag, which its instances get too. */
  public GroupDefinition tag(String key, String value) {
    List<GroupTag> more = new ArrayList<>(tags);
    more.add(new GroupTag(key, value, true));
    return new GroupDefinition(name, min, max, desired, zones, content, more);
  }

  private GroupDefinition with(Content newContent) {
    return new GroupDefinition(name, min, max, desired, zones, newContent, tags);
  }
}
