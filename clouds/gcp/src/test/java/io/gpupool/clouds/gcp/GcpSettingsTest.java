package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class GcpSettingsTest {

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> settings(" ", Optional.empty(), Optional.empty(), 0, 1))
        .hasMessageContaining("no project");
    assertThatThrownBy(() -> settings("p", Optional.of(""), Optional.empty(), 0, 1))
        .hasMessageContaining("prefix");
    assertThatThrownBy(() -> settings("p", Optional.empty(), Optional.of(" "), 0, 1))
        .hasMessageContaining("service account");
    assertThatThrownBy(() -> settings("p", Optional.empty(), Optional.empty(), 3, 2))
        .hasMessageContaining("discovered groups");
    assertThatThrownBy(() -> settings("p", Optional.empty(), Optional.empty(), -1, 2))
        .hasMessageContaining("discovered groups");
    assertThatThrownBy(
            () ->
                new GcpSettings.Group(
                    "g", Optional.of(""), OptionalInt.empty(), OptionalInt.empty()))
        .hasMessageContaining("no location");
    assertThatThrownBy(
            () ->
                new GcpSettings.Group("g", Optional.empty(), OptionalInt.of(2), OptionalInt.of(1)))
        .hasMessageContaining("sizes of g");
    assertThatThrownBy(() -> new GcpSettings.Credentials.AccessToken(""))
        .hasMessageContaining("empty");
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new GcpSettings.Timeouts(second, second, second, Duration.ZERO))
        .hasMessageContaining("timeout");
  }

  @Test
  void aTokenIsNeverPrinted() {
    assertThat(new GcpSettings.Credentials.AccessToken("ya29.secret").toString())
        .doesNotContain("secret");
  }

  @Test
  void theKeysOfSizesAreLegalAsLabels() {
    assertThat(List.of(GcpSettings.MIN_LABEL, GcpSettings.MAX_LABEL))
        .allMatch(key -> key.matches("[a-z][a-z0-9_-]{0,62}"));
  }

  private static GcpSettings settings(
      String project, Optional<String> prefix, Optional<String> account, int min, int max) {
    return new GcpSettings(
        project,
        List.of(),
        prefix,
        Map.of(),
        OptionalInt.of(min),
        OptionalInt.of(max),
        List.of(),
        Optional.empty(),
        account,
        new GcpSettings.Credentials.None(),
        GcpSettings.Timeouts.DEFAULT);
  }
}
