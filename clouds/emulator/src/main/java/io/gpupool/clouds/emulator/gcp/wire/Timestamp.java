package io.gpupool.clouds.emulator.gcp.wire;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as Compute Engine writes them: by the clocks of California, to the millisecond. */
public final class Timestamp {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX")
          .withZone(ZoneId.of("America/Los_Angeles"));

  private Timestamp() {}

  /** Such as {@code 2026-01-01T02:00:00.000-08:00}. */
  public static String of(Instant instant) {
    return FORMAT.format(instant);
  }
}
