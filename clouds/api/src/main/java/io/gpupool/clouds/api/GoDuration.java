package io.gpupool.clouds.api;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them and every Kubernetes user knows them: {@code 1h30m}. */
public final class GoDuration {

  private static final int LONGEST = 100;
  private static final Pattern PART =
      Pattern.compile("\\G([0-9]*)(?:\\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ns", Duration.ofNanos(1),
          "us", Duration.ofNanos(1_000),
          "µs", Duration.ofNanos(1_000),
          "μs", Duration.ofNanos(1_000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  private GoDuration() {}

  /**
   * Reads numbers with units, and {@code 0} without one; what is finer than a nanosecond is cut
   * off.
   *
   * @throws IllegalArgumentException for anything else, and beyond some 292 years
   */
  public static Duration parse(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String amount = signed ? text.substring(1) : text;
    if (amount.equals("0")) {
      return Duration.ZERO;
    }
    BigInteger nanos = nanos(amount, text);
    if (nanos.bitLength() >= Long.SIZE) {
      throw new IllegalArgumentException("'" + text + "' is longer than 292 years");
    }
    Duration duration = Duration.ofNanos(nanos.longValue());
    return text.startsWith("-") ? duration.negated() : duration;
  }

  private static BigInteger nanos(String amount, String text) {
    if (amount.isEmpty() || amount.length() > LONGEST) {
      throw new IllegalArgumentException("'" + text + "' is no duration");
    }
    Matcher parts = PART.matcher(amount);
    BigInteger nanos = BigInteger.ZERO;
    int end = 0;
    while (parts.find()) {
      nanos = nanos.add(nanos(parts));
      end = parts.end();
    }
    if (end < amount.length()) {
      throw new IllegalArgumentException("'" + text + "' has no unit or number at " + end);
    }
    return nanos;
  }

  private static BigInteger nanos(Matcher part) {
    String whole = part.group(1);
    String fraction = part.group(2) == null ? "" : part.group(2);
    if (whole.isEmpty() && fraction.isEmpty()) {
      throw new IllegalArgumentException("'" + part.group() + "' has no number");
    }
    BigDecimal number = new BigDecimal("0" + whole + "." + fraction + "0");
    Duration unit = UNITS.get(part.group(3));
    if (unit == null) {
      throw new IllegalStateException("no unit " + part.group(3));
    }
    return number.multiply(BigDecimal.valueOf(unit.toNanos())).toBigInteger();
  }
}
