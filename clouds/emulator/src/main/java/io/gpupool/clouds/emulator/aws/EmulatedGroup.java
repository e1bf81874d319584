package io.gpupool.clouds.emulator.aws;

import io.gpupool.clouds.emulator.aws.model.Group;
import io.gpupool.clouds.emulator.aws.model.GroupTag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group at one moment.
 *
 * @param account who owns it
 * @param region where it is
 * @param name its name there
 * @param arn its name everywhere
 * @param min the least instances
 * @param max the most instances
 * @param desired how many it shall have
 * @param zones where it may launch
 * @param tags its tags
 * @param instances its instances, those being launched and terminated included, oldest first
 */
public record EmulatedGroup(
    String account,
    String region,
    String name,
    String arn,
    int min,
    int max,
    int desired,
    List<String> zones,
    Map<String, String> tags,
    List<EmulatedInstance> instances) {

  static EmulatedGroup of(Group group) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (GroupTag tag : group.tags()) {
      tags.put(tag.key(), tag.value());
    }
    return new EmulatedGroup(
        group.account(),
        group.region(),
        group.name(),
        group.arn(),
        group.settings().min(),
        group.settings().max(),
        group.settings().desired(),
        group.settings().zones(),
        Map.copyOf(tags),
        group.members().stream().map(EmulatedInstance::of).toList());
  }
}
