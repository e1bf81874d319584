package io.gpupool.clouds.emulator.azure;

import io.gpupool.clouds.emulator.azure.model.EvictionPolicy;
import io.gpupool.clouds.emulator.azure.model.Orchestration;
import io.gpupool.clouds.emulator.azure.model.ScaleSetSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A scale set to be made. Begin with {@link #of}, which asks for nothing but a place, a name and a
 * size: the scale set is then uniform, has no machines, no zones, Linux on a disk of 128 GB, and
 * more than one placement group.
 *
 * @param resourceGroup where; made if there is none of that name
 * @param name its name there
 * @param capacity how many machines it is to have
 * @param settings everything else
 */
public record GroupDefinition(
    String resourceGroup, String name, int capacity, ScaleSetSettings settings) {

  private static final int DISK_GB = 128;

  /** A uniform scale set of a size, in a region such as {@code eastus}. */
  public static GroupDefinition of(
      String resourceGroup, String location, String name, String vmSize) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("orchestrationMode", Orchestration.UNIFORM.text());
    properties.put("singlePlacementGroup", false);
    properties.put("overprovision", false);
    properties.put("platformFaultDomainCount", 1);
    properties.put("upgradePolicy", Map.of("mode", "Manual"));
    Map<String, Object> disk = new LinkedHashMap<>();
    disk.put("osType", "Linux");
    disk.put("createOption", "FromImage");
    disk.put("diskSizeGB", DISK_GB);
    Map<String, Object> profile = new LinkedHashMap<>();
    profile.put("osProfile", Map.of("computerNamePrefix", name));
    profile.put("storageProfile", Map.of("osDisk", disk));
    properties.put("virtualMachineProfile", profile);
    return new GroupDefinition(
        resourceGroup,
        name,
        0,
        new ScaleSetSettings(location, vmSize, "Standard", List.of(), Map.of(), properties));
  }

  /** The same with another capacity to begin with. */
  public GroupDefinition capacity(int newCapacity) {
    return new GroupDefinition(resourceGroup, name, newCapacity, settings);
  }

  /** The same in some zones of its region, by number. */
  public GroupDefinition zones(String... zones) {
    return with(settings.withZones(List.of(zones)));
  }

  /** The same with one more tag. */
  public GroupDefinition tag(String tag, String value) {
    Map<String, String> tags = new LinkedHashMap<>(settings.tags());
    tags.put(tag, value);
    return with(settings.withTags(tags));
  }

  /** The same with flexible orchestration. */
  public GroupDefinition flexible() {
    return property("orchestrationMode", Orchestration.FLEXIBLE.text());
  }

  /** The same, all near each other. */
  public GroupDefinition singlePlacementGroup() {
    return property("singlePlacementGroup", true);
  }

  /** The same, with the same number of machines in each zone or none more at all. */
  public GroupDefinition zoneBalance() {
    return property("zoneBalance", true);
  }

  /** The same with spot machines. */
  public GroupDefinition spot(EvictionPolicy policy) {
    return profile(Map.of("priority", "Spot", "evictionPolicy", policy.text()));
  }

  /** The same with a system disk of so many GB. */
  public GroupDefinition osDiskGb(int gb) {
    return profile(Map.of("storageProfile", Map.of("osDisk", Map.of("diskSizeGB", gb))));
  }

  /** The same with its system disk on the host. */
  public GroupDefinition ephemeralOsDisk() {
    return profile(
        Map.of(
            "storageProfile",
            Map.of("osDisk", Map.of("diffDiskSettings", Map.of("option", "Local")))));
  }

  /** The same from capacity that is reserved, by the id of the capacity reservation group. */
  public GroupDefinition capacityReservation(String id) {
    return profile(
        Map.of("capacityReservation", Map.of("capacityReservationGroup", Map.of("id", id))));
  }

  /** The same with more in its {@code virtualMachineProfile}. */
  public GroupDefinition profile(Map<String, ?> more) {
    return property("virtualMachineProfile", more);
  }

  /** The same with one more of its {@code properties}. */
  public GroupDefinition property(String property, Object value) {
    return with(settings.withProperties(Map.of(property, value)));
  }

  private GroupDefinition with(ScaleSetSettings newSettings) {
    return new GroupDefinition(resourceGroup, name, capacity, newSettings);
  }
}
