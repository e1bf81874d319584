package io.gpupool.clouds.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options as people write them on groups. */
final class OptionOverridesTest {

  private final Map<String, String> complaints = new LinkedHashMap<>();

  @Test
  void everyOptionIsRead() {
    OptionOverrides read =
        OptionOverrides.read(
            Map.of(
                "scaledownutilizationthreshold", "0.5",
                "scaledowngpuutilizationthreshold", "1",
                "scaledownunneededtime", "10m",
                "ScaleDownUnreadyTime", "1h30m",
                "maxnodeprovisiontime", "25m",
                "zeroormaxnodescaling", "true",
                "ignoredaemonsetsutilization", "False"),
            complaints::put);
    assertThat(read)
        .isEqualTo(
            new OptionOverrides(
                OptionalDouble.of(0.5),
                OptionalDouble.of(1),
                Optional.of(Duration.ofMinutes(10)),
                Optional.of(Duration.ofMinutes(90)),
                Optional.of(Duration.ofMinutes(25)),
                Optional.of(true),
                Optional.of(false)));
    assertThat(complaints).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "scaledownutilizationthreshold, 1.5, a number from 0 to 1",
    "scaledownutilizationthreshold, NaN, a number from 0 to 1",
    "scaledowngpuutilizationthreshold, half, a number from 0 to 1",
    "scaledownunneededtime, 10, a duration such as 10m",
    "scaledownunreadytime, -1m, a duration such as 10m",
    "maxnodeprovisiontime, 0, 'a duration above zero, such as 15m'",
    "zeroormaxnodescaling, yes, true or false",
    "ignoredaemonsetsutilization, '', true or false"
  })
  void oneThatMakesNoSenseIsLeftOutAndTold(String key, String value, String expected) {
    OptionOverrides read =
        OptionOverrides.read(
            Map.of(key, value, "scaledownunneededtime".equals(key) ? "other" : "", ""),
            (told, what) -> {
              if (told.equals(key)) {
                complaints.put(told, what);
              }
            });
    assertThat(read).isEqualTo(OptionOverrides.NONE);
    assertThat(complaints).containsExactly(Map.entry(key, expected));
  }

  @Test
  void aKeyThatThereIsNotIsToldWithThoseThatThereAre() {
    OptionOverrides.read(Map.of("scaledownunneeded", "10m"), complaints::put);
    assertThat(complaints.get("scaledownunneeded")).contains("scaledownunneededtime");
  }

  @Test
  void whereOneIsSilentTheOtherSpeaks() {
    OptionOverrides configured =
        OptionOverrides.ofNodes(Optional.of(Duration.ofMinutes(20)), Optional.empty());
    OptionOverrides tagged =
        OptionOverrides.read(
            Map.of("maxnodeprovisiontime", "5m", "scaledownunneededtime", "3m"), complaints::put);
    OptionOverrides both = configured.orElse(tagged);
    assertThat(both.provisionTime()).contains(Duration.ofMinutes(20));
    assertThat(both.unneededTime()).contains(Duration.ofMinutes(3));
    assertThat(OptionOverrides.NONE.orElse(tagged)).isEqualTo(tagged);
  }

  @Test
  void optionsThatMakeNoSenseCannotBeMade() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OptionOverrides.ofNodes(Optional.of(Duration.ZERO), Optional.empty()));
  }
}
