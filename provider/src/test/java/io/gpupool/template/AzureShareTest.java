package io.gpupool.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.clouds.api.NodeSystem.Distribution;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureShareTest {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final MachineType MACHINE =
      new MachineType("Standard_NC4as_T4_v3", "amd64", 4, 28 * GIB, Optional.empty());
  private static final NodeShape SHAPE =
      NodeShape.of("test", MACHINE, "eastus", List.of("eastus-1"), CapacityType.ON_DEMAND);

  private static NodeSystem system(Optional<Map<String, String>> kept) {
    return new NodeSystem("linux", Distribution.OTHER, kept, Map.of(), 0, false);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 60",
    "2, 100",
    "3, 120",
    "4, 140",
    "6, 160",
    "8, 180",
    "16, 260",
    "24, 340",
    "32, 420",
    "64, 740",
    "96, 1060"
  })
  void aksKeepsProcessorsByTheNumberOfCores(int cores, long milliCpu) {
    assertThat(AzureShare.reservedMilliCpu(cores)).isEqualTo(milliCpu);
  }

  @ParameterizedTest
  @CsvSource({"28, 110, 2250", "28, 30, 650", "4, 110, 1024", "8, 250, 2048"})
  void aksKeepsMemoryForEachPodButNoMoreThanAQuarter(long gib, int pods, long mib) {
    assertThat(AzureShare.reservedMemoryBytes(gib * GIB, pods)).isEqualTo(mib * MIB);
  }

  @Test
  void whatAksKeepsIsTakenOffANodeOfAks() {
    Share share = AzureShare.of(MACHINE, SHAPE, system(Optional.empty()), 110);
    assertThat(share.podMilliCpu()).isEqualTo(3860);
    assertThat(share.memoryBytes()).isEqualTo((long) (28 * GIB * 0.925));
    assertThat(share.podMemoryBytes()).isEqualTo(share.memoryBytes() - 2350 * MIB);
    assertThat(share.podStorageBytes()).isLessThan(share.storageBytes());
  }

  @Test
  void elsewhereNothingIsTakenOff() {
    Share share = AzureShare.of(MACHINE, SHAPE, system(Optional.of(Map.of())), 110);
    assertThat(share.podMilliCpu()).isEqualTo(4000);
    assertThat(share.podMemoryBytes()).isEqualTo(share.memoryBytes());
    assertThat(share.podStorageBytes()).isEqualTo(share.storageBytes());
  }
}
