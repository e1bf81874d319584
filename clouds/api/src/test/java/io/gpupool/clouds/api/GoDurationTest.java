package io.gpupool.clouds.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, as Go would read them. */
final class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "-0, PT0S",
    "+0, PT0S",
    "0s, PT0S",
    "10m, PT10M",
    "1h30m, PT1H30M",
    "1.5h, PT1H30M",
    "300ms, PT0.3S",
    "1m5s, PT1M5S",
    "5s1m, PT1M5S",
    "1ms1m, PT1M0.001S",
    ".5s, PT0.5S",
    "5.s, PT5S",
    "007s, PT7S",
    "+5s, PT5S",
    "-1h30m, PT-1H-30M",
    "1us, PT0.000001S",
    "1µs, PT0.000001S",
    "1μs, PT0.000001S",
    "1.9ns, PT0.000000001S",
    "0.000000001s, PT0.000000001S",
    "2562047h47m16.854775807s, PT2562047H47M16.854775807S",
  })
  void reads(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "1", "1.5", "s", ".s", "1d", "1 m", " 1m", "1m ", "1m-5s", "--1s", "1h30", "1,5h",
        "1..5s", "1.5.2s", "PT1M", "1S", "00", "٣s", "1m\n"
      })
  void refuses(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2562047h47m16.854775808s", "999999999h"})
  void refusesMoreThanFitsIntoNanoseconds(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parse(text));
  }

  @Test
  void refusesMoreDigitsThanAnyoneNeeds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GoDuration.parse("0".repeat(1_000_000) + "1s"));
  }
}
