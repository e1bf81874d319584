package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.AcceleratorConfig;
import com.google.cloud.compute.v1.AttachedDisk;
import com.google.cloud.compute.v1.InstanceProperties;
import com.google.cloud.compute.v1.InstanceTemplate;
import com.google.cloud.compute.v1.Items;
import com.google.cloud.compute.v1.Scheduling;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.NodeSystem.Distribution;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What matters of an instance template, which never changes.
 *
 * @param name its name
 * @param id its number: one that is made anew under the same name has another
 * @param machineType the type's name
 * @param accelerator what is attached to the machine, beside what its type has
 * @param localSsdBytes local disks that are attached, together
 * @param rootDiskBytes the root disk's size, if the template says
 * @param image of the root disk, empty if the template doesn't say
 * @param capacityType how its machines are paid for
 * @param confidential whether their memory is encrypted
 * @param labels of the machines
 * @param metadata what of their metadata is for the autoscaler
 */
record TemplateContent(
    String name,
    String id,
    String machineType,
    Optional<AcceleratorConfig> accelerator,
    long localSsdBytes,
    OptionalLong rootDiskBytes,
    String image,
    CapacityType capacityType,
    boolean confidential,
    Map<String, String> labels,
    AutoscalerMetadata metadata) {

  private static final long GIB = 1L << 30;
  private static final long LOCAL_SSD_GIB = 375;

  TemplateContent {
    labels = Map.copyOf(labels);
  }

  static TemplateContent of(InstanceTemplate template) {
    InstanceProperties properties = template.getProperties();
    return new TemplateContent(
        template.getName(),
        Long.toUnsignedString(template.getId()),
        Links.name(properties.getMachineType()),
        properties.getGuestAcceleratorsList().stream()
            .filter(attached -> attached.getAcceleratorCount() > 0)
            .findFirst(),
        localSsdBytes(properties.getDisksList()),
        rootDiskBytes(properties.getDisksList()),
        image(properties.getDisksList()),
        capacityType(properties),
        isConfidential(properties),
        properties.getLabelsMap(),
        AutoscalerMetadata.of(metadata(properties)));
  }

  /** The same with the labels and metadata that a group sets on all its instances. */
  TemplateContent with(Map<String, String> moreLabels, Map<String, String> moreMetadata) {
    if (moreLabels.isEmpty() && moreMetadata.isEmpty()) {
      return this;
    }
    Map<String, String> merged = new HashMap<>(labels);
    merged.putAll(moreLabels);
    return new TemplateContent(
        name,
        id,
        machineType,
        accelerator,
        localSsdBytes,
        rootDiskBytes,
        image,
        capacityType,
        confidential,
        merged,
        metadata.overriddenBy(AutoscalerMetadata.of(moreMetadata)));
  }

  /** Whose image it seems to be, by the image's name. */
  Distribution distribution() {
    String lower = image.toLowerCase(Locale.ROOT);
    if (lower.contains("cos-")) {
      return Distribution.COS;
    }
    if (lower.contains("ubuntu")) {
      return Distribution.UBUNTU;
    }
    return lower.contains("windows") ? Distribution.WINDOWS : Distribution.OTHER;
  }

  private static Map<String, String> metadata(InstanceProperties properties) {
    Map<String, String> metadata = new HashMap<>();
    for (Items item : properties.getMetadata().getItemsList()) {
      metadata.put(item.getKey(), item.getValue());
    }
    return metadata;
  }

  private static CapacityType capacityType(InstanceProperties properties) {
    Scheduling scheduling = properties.getScheduling();
    if (scheduling.getPreemptible() || scheduling.getProvisioningModel().equals("SPOT")) {
      return CapacityType.SPOT;
    }
    boolean reserved =
        scheduling.getProvisioningModel().equals("RESERVATION_BOUND")
            || properties
                .getReservationAffinity()
                .getConsumeReservationType()
                .equals("SPECIFIC_RESERVATION");
    return reserved ? CapacityType.RESERVED : CapacityType.ON_DEMAND;
  }

  private static boolean isConfidential(InstanceProperties properties) {
    String type = properties.getConfidentialInstanceConfig().getConfidentialInstanceType();
    return properties.getConfidentialInstanceConfig().getEnableConfidentialCompute()
        || !(type.isEmpty() || type.equals("CONFIDENTIAL_INSTANCE_TYPE_UNSPECIFIED"));
  }

  private static long localSsdBytes(List<AttachedDisk> disks) {
    return disks.stream()
        .filter(TemplateContent::isLocalSsd)
        .mapToLong(disk -> sizeGib(disk) > 0 ? sizeGib(disk) : LOCAL_SSD_GIB)
        .map(gib -> gib * GIB)
        .sum();
  }

  private static boolean isLocalSsd(AttachedDisk disk) {
    return disk.getType().equals("SCRATCH")
        || Links.name(disk.getInitializeParams().getDiskType()).equals("local-ssd");
  }

  private static OptionalLong rootDiskBytes(List<AttachedDisk> disks) {
    return disks.stream()
        .filter(AttachedDisk::getBoot)
        .mapToLong(TemplateContent::sizeGib)
        .filter(gib -> gib > 0)
        .map(gib -> gib * GIB)
        .findFirst();
  }

  private static long sizeGib(AttachedDisk disk) {
    return Math.max(disk.getDiskSizeGb(), disk.getInitializeParams().getDiskSizeGb());
  }

  private static String image(List<AttachedDisk> disks) {
    return disks.stream()
        .filter(AttachedDisk::getBoot)
        .map(disk -> disk.getInitializeParams().getSourceImage())
        .findFirst()
        .orElse("");
  }
}
