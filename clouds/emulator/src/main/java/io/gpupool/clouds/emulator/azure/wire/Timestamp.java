package io.gpupool.clouds.emulator.azure.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as Azure's compute provider writes them, in UTC and to the ten-millionth of a second. */
public final class Timestamp {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSxxx").withZone(ZoneOffset.UTC);

  private Timestamp() {}

  /** Such as {@code 2026-01-01T10:00:00.0000000+00:00}. */
  public static String of(Instant instant) {
    return FORMAT.format(instant);
  }
}
