package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Releases of the autoscaler. */
final class AutoscalerReleaseTest {

  @ParameterizedTest
  @ValueSource(strings = {"1.25", "1.30", "1.99", "1.36.0", "1.34.12"})
  void readsAndWrites(String text) {
    assertThat(AutoscalerRelease.parse(text)).hasToString(text);
  }

  @Test
  void knowsWhichCameFirst() {
    AutoscalerRelease release = AutoscalerRelease.parse("1.32.7");

    assertThat(release.isAtLeast(31)).isTrue();
    assertThat(release.isAtLeast(32)).isTrue();
    assertThat(release.isAtLeast(33)).isFalse();
  }

  @Test
  void refusesWhatNeverWas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AutoscalerRelease(24, OptionalInt.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AutoscalerRelease(100, OptionalInt.empty()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AutoscalerRelease(36, OptionalInt.of(-1)));
  }
}
