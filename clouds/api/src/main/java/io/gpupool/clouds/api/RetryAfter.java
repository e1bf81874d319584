package io.gpupool.clouds.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** HTTP's {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
public final class RetryAfter {

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private RetryAfter() {}

  /**
   * How long an answer asks to be left alone.
   *
   * @param retryAfter the header's value, if it is there
   * @param date the value of the answer's {@code Date}, by which a date is understood: the cloud's
   *     clock and ours needn't agree
   * @return zero if it doesn't say, or not in a form that is understood, or asks for a moment that
   *     is past
   */
  public static Duration of(Optional<String> retryAfter, Optional<String> date) {
    return retryAfter.map(String::strip).map(value -> delay(value, date)).orElse(Duration.ZERO);
  }

  private static Duration delay(String value, Optional<String> date) {
    if (SECONDS.matcher(value).matches()) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    Optional<Instant> then = instant(value);
    Optional<Instant> now = date.map(String::strip).flatMap(RetryAfter::instant);
    if (then.isEmpty() || now.isEmpty() || then.get().isBefore(now.get())) {
      return Duration.ZERO;
    }
    return Duration.between(now.get(), then.get());
  }

  private static Optional<Instant> instant(String value) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
