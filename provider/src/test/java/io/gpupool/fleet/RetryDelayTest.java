package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a cloud that couldn't be read is left alone. */
class RetryDelayTest {

  private final RetryDelay delay = new RetryDelay(Duration.ofSeconds(10), Duration.ofSeconds(30));

  @ParameterizedTest
  @CsvSource({"1, 10", "2, 20", "3, 30", "4, 30", "1000000, 30"})
  void itDoublesUpToALimit(int failures, long seconds) {
    assertThat(delay.after(failures, Duration.ZERO, 0.5)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "0.5, 10", "1, 12"})
  void itIsSpreadByAFifth(double luck, long seconds) {
    assertThat(delay.after(1, Duration.ZERO, luck)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void whatTheCloudAsksForIsTheLeast() {
    assertThat(delay.after(1, Duration.ofSeconds(45), 0)).isEqualTo(Duration.ofSeconds(45));
    assertThat(delay.after(3, Duration.ofSeconds(5), 0.5)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void aCloudThatAsksForADayIsAskedAgainAfterTenMinutes() {
    assertThat(delay.after(1, Duration.ofDays(1), 0.5)).isEqualTo(Duration.ofMinutes(10));
  }
}
