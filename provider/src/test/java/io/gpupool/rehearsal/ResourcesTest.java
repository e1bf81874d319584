package io.gpupool.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.proto.kubernetes.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcesTest {

  @ParameterizedTest
  @CsvSource({
    "4, 4000",
    "3920m, 3920",
    "0.5, 500",
    "1k, 1000000",
    "1500u, 1",
    "2e1, 20000",
    "1E2, 100000"
  })
  void processorsAreReadInThousandths(String quantity, long milliCpu) {
    assertThat(Resources.of(Map.of("cpu", quantity(quantity))).milliCpu()).isEqualTo(milliCpu);
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 1024",
    "1Ki, 1024",
    "16Gi, 17179869184",
    "1M, 1000000",
    "1.5Gi, 1610612736",
    "1e3, 1000"
  })
  void memoryIsReadInBytes(String quantity, long bytes) {
    assertThat(Resources.of(Map.of("memory", quantity(quantity))).memoryBytes()).isEqualTo(bytes);
  }

  @Test
  void gpusOfEveryMakerCount() {
    assertThat(
            Resources.of(
                    Map.of(
                        "nvidia.com/gpu", quantity("2"),
                        "amd.com/gpu", quantity("1"),
                        "example.com/gpu", quantity("9")))
                .gpus())
        .isEqualTo(3);
  }

  @Test
  void whatIsNotStatedIsNothing() {
    assertThat(Resources.of(Map.of())).isEqualTo(Resources.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "Gi", "4 Gi", "4gi", "--1"})
  void whatIsNoQuantityIsRefused(String text) {
    assertThatThrownBy(() -> Resources.of(Map.of("memory", quantity(text))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("memory");
  }

  @Test
  void fittingMeansInEveryDimension() {
    Resources free = new Resources(1000, 1000, 1, 1);
    assertThat(free.fitsInto(free)).isTrue();
    assertThat(new Resources(1001, 1, 0, 1).fitsInto(free)).isFalse();
    assertThat(new Resources(1, 1001, 0, 1).fitsInto(free)).isFalse();
    assertThat(new Resources(1, 1, 2, 1).fitsInto(free)).isFalse();
    assertThat(new Resources(1, 1, 0, 2).fitsInto(free)).isFalse();
  }

  @Test
  void takingAwayUndoesAdding() {
    Resources one = new Resources(1, 2, 3, 4);
    Resources other = new Resources(50, 60, 70, 80);
    assertThat(one.plus(other).minus(other)).isEqualTo(one);
  }

  @Test
  void peopleReadCoresAndGibibytes() {
    assertThat(new Resources(11_950, 63L << 30, 8, 1)).hasToString("12 cores, 63 GiB, 8 GPU");
    assertThat(new Resources(500, 1L << 29, 0, 1)).hasToString("0.5 cores, 1 GiB");
  }

  private static Quantity quantity(String text) {
    return Quantity.newBuilder().setString(text).build();
  }
}
