package io.gpupool.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.clouds.api.NodeSystem.Distribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComputeEngineShareTest {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @Test
  void podsHaveWhatKernelKubeletAndEvictionLeave() {
    Share share = share(Optional.of(Map.of("cpu", "1060m", "memory", "1019Mi")), Map.of(), 0);

    assertThat(share.memoryBytes()).isEqualTo(16 * GIB - 382_386_307);
    assertThat(share.podMemoryBytes()).isEqualTo(share.memoryBytes() - (1_019 + 100) * MIB);
    assertThat(share.podMilliCpu()).isEqualTo(4_000 - 1_060);
    assertThat(share.storageBytes()).isEqualTo(101_136_648_372L);
    assertThat(share.podStorageBytes()).isEqualTo(91_022_983_535L);
  }

  @Test
  void whatIsKeptOfTheStorageIsTakenOffBesideTheThreshold() {
    Share share = share(Optional.of(Map.of("ephemeral-storage", "41Gi")), Map.of(), 0);
    assertThat(share.podStorageBytes()).isEqualTo(91_022_983_535L - 41 * GIB);
  }

  @Test
  void thresholdsAreQuantitiesOrShares() {
    Share share =
        share(
            Optional.of(Map.of()), Map.of("memory.available", "5%", "nodefs.available", "20Gi"), 0);
    assertThat(share.podMemoryBytes())
        .isEqualTo(share.memoryBytes() - share.memoryBytes() * 5 / 100);
    assertThat(share.podStorageBytes()).isEqualTo(share.storageBytes() - 20 * GIB);
  }

  @Test
  void whereNobodySaysWhatIsKeptPodsHaveEverything() {
    Share share = share(Optional.empty(), Map.of("memory.available", "1Gi"), 0);
    assertThat(share.podMemoryBytes()).isEqualTo(share.memoryBytes());
    assertThat(share.podStorageBytes()).isEqualTo(share.storageBytes());
    assertThat(share.podMilliCpu()).isEqualTo(4_000);
  }

  @Test
  void localDisksReplaceTheRootDiskWherePodsHaveTheirStorageThere() {
    Share share = share(Optional.of(Map.of()), Map.of(), 2);
    assertThat(share.storageBytes()).isEqualTo(2 * 375 * GIB - 13_725_224L * 1_024);
  }

  @Test
  void aMachineTooSmallForItsKubeletKeepsAByte() {
    Share share = share(Optional.of(Map.of("cpu", "8", "memory", "64Gi")), Map.of(), 0);
    assertThat(share.podMemoryBytes()).isEqualTo(1);
    assertThat(share.podMilliCpu()).isZero();
  }

  @Test
  void aTemplateOfSuchANodeSaysSo() {
    NodeShape shape =
        NodeShape.of("t 1", machine(), "us-central1", List.of("us-central1-a"), CapacityType.SPOT)
            .withRootDisk(100 * GIB)
            .withSystem(system("windows", Distribution.WINDOWS, Optional.empty(), Map.of(), 0));

    NodeTemplate template =
        new TemplateBuilder("example.com/gpu", (cloud, machine) -> "model")
            .build(NodeGroupId.of("gcp", "p", "us-central1-a", "g"), shape, TemplateOverlay.NONE);

    assertThat(template.labels()).containsEntry("kubernetes.io/os", "windows");
    assertThat(template.capacity())
        .containsEntry("memory", Long.toString(16 * GIB))
        .containsEntry("ephemeral-storage", Long.toString(100 * GIB - 132_392_368));
    assertThat(template.allocatable())
        .containsEntry("memory", Long.toString(16 * GIB))
        .containsEntry("nvidia.com/gpu", "1");
  }

  @Test
  void whatIsNoQuantityIsRefused() {
    assertThatThrownBy(() -> share(Optional.of(Map.of("cpu", "a lot")), Map.of(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a lot' is no quantity of cpu");
  }

  private static Share share(
      Optional<Map<String, String>> kept, Map<String, String> thresholds, int localDisks) {
    NodeShape shape =
        NodeShape.of("t 1", machine(), "r", List.of("z"), CapacityType.ON_DEMAND)
            .withRootDisk(100 * GIB);
    return ComputeEngineShare.of(
        machine(), shape, system("linux", Distribution.COS, kept, thresholds, localDisks));
  }

  private static NodeSystem system(
      String os,
      Distribution distribution,
      Optional<Map<String, String>> kept,
      Map<String, String> thresholds,
      int localDisks) {
    return new NodeSystem(os, distribution, kept, thresholds, localDisks, false);
  }

  private static MachineType machine() {
    return new MachineType(
        "g2-standard-4",
        "amd64",
        4,
        16 * GIB,
        Optional.of(new Accelerator("nvidia", "L4", 1, 24 * GIB)));
  }
}
