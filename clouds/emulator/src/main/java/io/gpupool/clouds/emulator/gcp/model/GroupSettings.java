package io.gpupool.clouds.emulator.gcp.model;

import java.util.List;

/**
 * What a group's owner decides about it.
 *
 * @param template what its instances are made from
 * @param baseInstanceName what their names begin with
 * @param zones where they may be
 * @param shape how they are spread over these
 * @param allOrNothing whether instances that are asked for together are created together or not at
 *     all ({@code targetSizePolicy.mode} {@code BULK})
 * @param paginated whether {@code listManagedInstances} answers in pages
 * @param description for people
 */
public record GroupSettings(
    InstanceTemplate template,
    String baseInstanceName,
    List<String> zones,
    TargetShape shape,
    boolean allOrNothing,
    boolean paginated,
    String description) {

  public GroupSettings {
    ResourceName.check("resource.baseInstanceName", baseInstanceName);
    zones = List.copyOf(zones);
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("a group without zones");
    }
  }

  /** The same with another template for what is created from now on. */
  public GroupSettings withTemplate(InstanceTemplate newTemplate) {
    return new GroupSettings(
        newTemplate, baseInstanceName, zones, shape, allOrNothing, paginated, description);
  }
}
