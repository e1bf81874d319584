package io.gpupool.clouds.emulator.gcp.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an instance template says of the instances that are made from it.
 *
 * @param machineType its name
 * @param provisioning how they are bought
 * @param accelerators what is attached beside what the machine type has built in
 * @param localSsds local SSDs, of 375 GB each
 * @param bootDisk what they boot from
 * @param labels their labels
 * @param metadata their metadata, {@code kube-env} among them where GKE made the template
 * @param more further properties, by their names in the API, that are kept and shown and have no
 *     effect
 */
public record InstanceProperties(
    String machineType,
    Provisioning provisioning,
    List<Accelerators> accelerators,
    int localSsds,
    BootDisk bootDisk,
    Map<String, String> labels,
    Map<String, String> metadata,
    Map<String, Object> more) {

  public InstanceProperties {
    if (machineType.isBlank() || localSsds < 0) {
      throw new IllegalArgumentException(
          "a template of machine type '" + machineType + "' with " + localSsds + " local SSDs");
    }
    accelerators = List.copyOf(accelerators);
    labels = Map.copyOf(labels);
    metadata = Map.copyOf(metadata);
    more = Map.copyOf(more);
  }

  /** Standard instances of a machine type, with nothing special. */
  public static InstanceProperties of(String machineType) {
    return new InstanceProperties(
        machineType,
        Provisioning.STANDARD,
        List.of(),
        0,
        BootDisk.USUAL,
        Map.of(),
        Map.of(),
        Map.of());
  }

  /** The same, bought in another way. */
  public InstanceProperties provisioned(Provisioning how) {
    return new InstanceProperties(
        machineType, how, accelerators, localSsds, bootDisk, labels, metadata, more);
  }

  /** The same with accelerators attached. */
  public InstanceProperties accelerators(String type, int count) {
    List<Accelerators> all = new ArrayList<>(accelerators);
    all.add(new Accelerators(type, count));
    return new InstanceProperties(
        machineType, provisioning, all, localSsds, bootDisk, labels, metadata, more);
  }

  /** The same with local SSDs. */
  public InstanceProperties localSsds(int count) {
    return new InstanceProperties(
        machineType, provisioning, accelerators, count, bootDisk, labels, metadata, more);
  }

  /** The same with another boot disk. */
  public InstanceProperties bootDisk(long gb, String type, String image) {
    return new InstanceProperties(
        machineType,
        provisioning,
        accelerators,
        localSsds,
        new BootDisk(gb, type, image),
        labels,
        metadata,
        more);
  }

  /** The same with one more label. */
  public InstanceProperties label(String key, String value) {
    return new InstanceProperties(
        machineType,
        provisioning,
        accelerators,
        localSsds,
        bootDisk,
        and(labels, key, value),
        metadata,
        more);
  }

  /** The same with one more item of metadata. */
  public InstanceProperties metadata(String key, String value) {
    return new InstanceProperties(
        machineType,
        provisioning,
        accelerators,
        localSsds,
        bootDisk,
        labels,
        and(metadata, key, value),
        more);
  }

  /** The same with the metadata by which GKE tells a node what it is to be, as lines of YAML. */
  public InstanceProperties kubeEnv(Map<String, String> variables) {
    return metadata(
        "kube-env",
        variables.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> each.getKey() + ": " + each.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  /** The same with a further property, such as {@code confidentialInstanceConfig}. */
  public InstanceProperties with(String property, Object value) {
    return new InstanceProperties(
        machineType,
        provisioning,
        accelerators,
        localSsds,
        bootDisk,
        labels,
        metadata,
        and(more, property, value));
  }

  private static <V> Map<String, V> and(Map<String, V> map, String key, V value) {
    Map<String, V> both = new LinkedHashMap<>(map);
    both.put(key, value);
    return both;
  }
}
