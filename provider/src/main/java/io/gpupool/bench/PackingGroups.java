package io.gpupool.bench;

import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.CatalogEntry;
import io.gpupool.clouds.catalog.ListPrice;
import io.gpupool.packing.Amounts;
import io.gpupool.packing.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Groups to pack into: GPU machines of three clouds in one region each, on demand, by list price.
 * What a kubelet keeps is reckoned by one formula for all, that of GKE, so that prices and sizes
 * alone make the difference.
 */
final class PackingGroups {

  /** The label by which pods wish for a model. */
  static final String MODEL = "gpupool.io/accelerator";

  private static final Map<String, String> REGIONS =
      Map.of("aws", "us-east-1", "gcp", "us-central1", "azure", "eastus");

  private static final Map<String, List<String>> TYPES =
      Map.of(
          "aws",
          List.of(
              "g4dn.xlarge",
              "g4dn.2xlarge",
              "g4dn.12xlarge",
              "g5.xlarge",
              "g5.4xlarge",
              "g5.12xlarge",
              "g5.48xlarge",
              "g6.4xlarge",
              "p4d.24xlarge"),
          "gcp",
          List.of(
              "g2-standard-4",
              "g2-standard-8",
              "g2-standard-16",
              "g2-standard-24",
              "g2-standard-96",
              "a2-highgpu-1g",
              "a2-highgpu-8g"),
          "azure",
          List.of(
              "Standard_NC4as_T4_v3",
              "Standard_NC16as_T4_v3",
              "Standard_NC64as_T4_v3",
              "Standard_NC24ads_A100_v4",
              "Standard_ND96asr_v4"));

  private static final double GIB = 1L << 30;
  private static final int UNLIMITED = 100_000;
  private static final long MOST_PODS = 110;

  private PackingGroups() {}

  /**
   * The groups of some clouds.
   *
   * @param limit how many nodes each may have; zero for as many as are wanted
   */
  static List<Shape> of(Catalog catalog, Set<String> clouds, int limit) {
    List<Shape> shapes = new ArrayList<>();
    for (String cloud : clouds) {
      for (String type : TYPES.getOrDefault(cloud, List.of())) {
        CatalogEntry entry =
            catalog
                .entry(cloud, type)
                .orElseThrow(() -> new IllegalStateException("the catalog lacks " + type));
        double usdPerHour =
            catalog
                .price(cloud, REGIONS.getOrDefault(cloud, ""), type)
                .map(ListPrice::onDemandUsdPerHour)
                .orElseThrow(() -> new IllegalStateException("there is no price of " + type))
                .orElseThrow();
        shapes.add(shape(cloud, entry, usdPerHour, limit == 0 ? UNLIMITED : limit));
      }
    }
    return shapes;
  }

  private static Shape shape(String cloud, CatalogEntry entry, double usdPerHour, int room) {
    int vcpu = entry.machine().vcpu();
    double gib = entry.machine().memoryBytes() / GIB;
    long gpus = entry.machine().accelerator().orElseThrow().count();
    return new Shape(
        cloud + "/" + entry.machine().name(),
        amounts(vcpu * 1000L, entry.machine().memoryBytes(), gpus),
        amounts(
            vcpu * 1000L - reservedMilliCpu(vcpu), (long) ((gib - reservedGib(gib)) * GIB), gpus),
        Map.of(MODEL, entry.model()),
        List.of(),
        usdPerHour,
        Optional.empty(),
        room,
        0,
        0);
  }

  private static Amounts amounts(long milliCpu, long memoryBytes, long gpus) {
    return Amounts.of(
        Map.of(
            Amounts.CPU,
            milliCpu,
            Amounts.MEMORY,
            memoryBytes,
            "nvidia.com/gpu",
            gpus,
            Amounts.PODS,
            MOST_PODS));
  }

  /**
   * 6 % of the first core, 1 % of the second, 0.5 % of the next two, 0.25 % of the rest (<a
   * href="https://cloud.google.com/kubernetes-engine/docs/concepts/plan-node-sizes">GKE, plan node
   * sizes</a>).
   */
  private static long reservedMilliCpu(int vcpu) {
    return Math.round(
        60 * Math.min(vcpu, 1)
            + 10 * part(vcpu, 1, 2)
            + 5 * part(vcpu, 2, 4)
            + 2.5 * part(vcpu, 4, Integer.MAX_VALUE));
  }

  /**
   * 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112, 2 % of
   * the rest, and 100 MiB for eviction (the same page).
   */
  private static double reservedGib(double gib) {
    return 0.25 * part(gib, 0, 4)
        + 0.2 * part(gib, 4, 8)
        + 0.1 * part(gib, 8, 16)
        + 0.06 * part(gib, 16, 128)
        + 0.02 * part(gib, 128, Integer.MAX_VALUE)
        + 100.0 / 1024;
  }

  private static double part(double amount, double from, double to) {
    return Math.max(0, Math.min(amount, to) - from);
  }
}
