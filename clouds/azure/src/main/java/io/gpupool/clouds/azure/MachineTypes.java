package io.gpupool.clouds.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.models.ResourceSkuInner;
import com.azure.resourcemanager.compute.models.ResourceSkuCapabilities;
import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.MachineType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What machine types are, by Azure's own list of them: one reading for each region, once. Lists
 * that are compiled in lack the newest accelerators and count parts of GPUs as whole ones.
 */
final class MachineTypes {

  /**
   * @param type what it is
   * @param barredZones zones, by their number, in which the subscription can't have it
   */
  record Known(MachineType type, Set<String> barredZones) {
    Known {
      barredZones = Set.copyOf(barredZones);
    }
  }

  private static final long MIB = 1L << 20;
  private static final double MIB_IN_GIB = 1024;

  private final AzureClient client;
  private final Reads reads;
  private final Map<String, Map<String, Known>> byRegion = new ConcurrentHashMap<>();

  MachineTypes(AzureClient client, Reads reads) {
    this.client = client;
    this.reads = reads;
  }

  /** A machine type in a region; empty if Azure doesn't have it there. */
  Optional<Known> of(String region, String name) throws CloudException {
    Map<String, Known> known = byRegion.get(region);
    if (known == null) {
      known = reads.one(() -> ask(region));
      byRegion.put(region, known);
    }
    return Optional.ofNullable(known.get(name.toLowerCase(Locale.ROOT).replace("_promo", "")));
  }

  private Map<String, Known> ask(String region) {
    Map<String, Known> found = new HashMap<>();
    client
        .reading()
        .getResourceSkus()
        .list("location eq '" + region + "'", null, Context.NONE)
        .forEach(
            sku -> {
              if ("virtualMachines".equalsIgnoreCase(sku.resourceType())) {
                read(sku)
                    .ifPresent(
                        type ->
                            found.put(
                                type.name().toLowerCase(Locale.ROOT),
                                new Known(type, barredZones(sku))));
              }
            });
    return Map.copyOf(found);
  }

  private static Optional<MachineType> read(ResourceSkuInner sku) {
    Map<String, String> facts = new HashMap<>();
    if (sku.capabilities() != null) {
      for (ResourceSkuCapabilities each : sku.capabilities()) {
        facts.put(each.name(), each.value());
      }
    }
    int vcpu = (int) number(facts.getOrDefault("vCPUsAvailable", facts.getOrDefault("vCPUs", "0")));
    long memory = Math.round(number(facts.getOrDefault("MemoryGB", "0")) * MIB_IN_GIB) * MIB;
    if (vcpu <= 0 || memory <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new MachineType(
            sku.name(),
            facts.getOrDefault("CpuArchitectureType", "x64").equalsIgnoreCase("Arm64")
                ? "arm64"
                : "amd64",
            vcpu,
            memory,
            accelerator(sku.name(), number(facts.getOrDefault("GPUs", "0"))),
            Math.round(number(facts.getOrDefault("MaxResourceVolumeMB", "0"))) * MIB,
            OptionalInt.empty()));
  }

  /** A part of an accelerator is one to the node that has it. */
  private static Optional<Accelerator> accelerator(String name, double count) {
    return Accelerators.model(name)
        .filter(model -> count > 0)
        .map(
            model ->
                new Accelerator(
                    model.vendor(), model.name(), (int) Math.ceil(count), model.bytes()));
  }

  private static Set<String> barredZones(ResourceSkuInner sku) {
    Set<String> zones = new HashSet<>();
    if (sku.restrictions() != null) {
      sku.restrictions()
          .forEach(
              restriction -> {
                if (restriction.restrictionInfo() != null
                    && restriction.restrictionInfo().zones() != null) {
                  zones.addAll(restriction.restrictionInfo().zones());
                }
              });
    }
    return zones;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException senseless) {
      return 0;
    }
  }
}
