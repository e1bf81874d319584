package io.gpupool.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.clouds.api.NodeSystem.Distribution;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeEngineReserveTest {

  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @CsvSource({
    "COS, 3840, 162235678",
    "UBUNTU, 3840, 166429982",
    "COS, 8192, 241524801",
    "COS, 16384, 382386307",
    "COS, 87040, 1669668536",
    "COS, 348160, 6048186368",
    "COS, 1392640, 23160946688",
    "WINDOWS, 16384, 0"
  })
  void theKernelTakesSoMuchOfTheMemory(Distribution distribution, long mib, long bytes) {
    assertThat(ComputeEngineReserve.kernelBytes(system(distribution), "amd64", mib * MIB))
        .isEqualTo(bytes);
  }

  @Test
  void anArmKernelTakesALittleLess() {
    assertThat(ComputeEngineReserve.kernelBytes(system(Distribution.COS), "arm64", 16 * GIB))
        .isEqualTo(Math.round(382_386_307 * 0.9971));
  }

  @ParameterizedTest
  @CsvSource({
    "512, 64", // never less than others have
    "8192, 491",
    "1916928, 1024" // and never more than a GiB
  })
  void anEncryptedMachineHasBuffersForAllThatItMoves(long mib, long bufferMib) {
    NodeSystem plain = system(Distribution.COS);
    NodeSystem encrypted =
        new NodeSystem("linux", Distribution.COS, Optional.empty(), Map.of(), 0, true);
    long usual = mib > 3 * 1024 ? 64 : 0;
    long more =
        ComputeEngineReserve.kernelBytes(encrypted, "amd64", mib * MIB)
            - ComputeEngineReserve.kernelBytes(plain, "amd64", mib * MIB);
    assertThat(more / MIB).isEqualTo(bufferMib - usual);
  }

  @ParameterizedTest
  @CsvSource({
    "COS, amd64, 6237534028",
    "COS, arm64, 6304642892",
    "UBUNTU, amd64, 3598813496",
    "WINDOWS, amd64, 132392368"
  })
  void theSystemTakesSoMuchOfAHundredGibibytes(
      Distribution distribution, String architecture, long bytes) {
    assertThat(ComputeEngineReserve.systemDiskBytes(system(distribution), architecture, 100 * GIB))
        .isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "COS, 1, 7289472",
    "COS, 8, 51556096",
    "COS, 9, 52837800",
    "COS, 16, 52837800",
    "COS, 17, 78686620",
    "COS, 32, 78686620",
    "UBUNTU, 1, 7219840",
    "UBUNTU, 5, 32556712",
    "UBUNTU, 24, 78601704"
  })
  void aFileSystemTakesSoMuchOfLocalDisks(Distribution distribution, int disks, long kib) {
    assertThat(ComputeEngineReserve.localSsdBytes(system(distribution), disks))
        .isEqualTo(kib << 10);
  }

  private static NodeSystem system(Distribution distribution) {
    return new NodeSystem(
        distribution == Distribution.WINDOWS ? "windows" : "linux",
        distribution,
        Optional.empty(),
        Map.of(),
        0,
        false);
  }
}
