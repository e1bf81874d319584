package io.gpupool.clouds.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cloud says about when to come back, in the forms of RFC 9110. */
class RetryAfterTest {

  private static final String DATE = "Mon, 02 Mar 2026 08:00:00 GMT";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7                             | 7",
        "' 120 '                       | 120",
        "0                             | 0",
        "Mon, 02 Mar 2026 08:01:30 GMT | 90",
        "Mon, 02 Mar 2026 07:59:00 GMT | 0",
        "soon                          | 0",
        "-5                            | 0",
        "99999999999999999999          | 0",
      })
  void secondsAndDatesAreUnderstoodAndNonsenseSaysNothing(String value, long seconds) {
    assertThat(RetryAfter.of(Optional.of(value), Optional.of(DATE)))
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"'Mon, 02 Mar 2026 08:01:30 GMT', ''", "'Mon, 02 Mar 2026 08:01:30 GMT', yesterday"})
  void aDateAloneSaysNothing(String value, String date) {
    assertThat(RetryAfter.of(Optional.of(value), Optional.of(date))).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.of(Optional.empty(), Optional.of(DATE))).isEqualTo(Duration.ZERO);
  }
}
