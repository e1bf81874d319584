package io.gpupool.template;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeletReserveTest {

  @ParameterizedTest
  @CsvSource({
    "1, 60", // 6 % of the first core
    "2, 70", // 1 % of the second
    "3, 75", // 0.5 % of the next two
    "4, 80",
    "5, 83", // 0.25 % of every other, rounded up
    "8, 90",
    "96, 310",
    "192, 550"
  })
  void theMoreCoresTheSmallerTheShareThatIsKept(int cores, int milliCpu) {
    assertThat(KubeletReserve.milliCpu(cores)).isEqualTo(milliCpu);
  }

  @ParameterizedTest
  @CsvSource({"0, 355", "29, 674", "110, 1565", "250, 3105"})
  void memoryIsKeptForEveryPodThatMayRun(int pods, long mib) {
    assertThat(KubeletReserve.memoryBytes(pods)).isEqualTo(mib << 20);
  }
}
