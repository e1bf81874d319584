package io.gpupool.clouds.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchFailureTest {

  @Test
  void aShortTextIsLeftAsItIs() {
    assertThat(failure("We have no p5.48xlarge").text()).isEqualTo("We have no p5.48xlarge");
    assertThat(failure("x".repeat(500)).text()).hasSize(500).doesNotContain("…");
  }

  @Test
  void aLongTextIsCutAndSaysSo() {
    assertThat(failure("x".repeat(501)).text()).hasSize(500).endsWith("x…");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void aCutNeverSplitsACharacter(int most) {
    String cut = failure("a😀b😀😀c").text(most);
    assertThat(cut.length()).isLessThanOrEqualTo(most);
    // what can be encoded and decoded again has no halves in it
    assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
        .isEqualTo(cut);
  }

  private static LaunchFailure failure(String text) {
    return new LaunchFailure(Instant.EPOCH, FailureCode.OTHER, text);
  }
}
