package io.gpupool.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Which groups are left alone because they failed, and until when: longer each time. */
final class Backoffs {

  private record Backoff(Duration duration, Instant until, Instant lastFailure) {}

  private final Flags flags;
  private final Map<String, Backoff> backoffs = new HashMap<>();

  Backoffs(Flags flags) {
    this.flags = flags;
  }

  boolean isBackedOff(String group, Instant now) {
    Backoff backoff = backoffs.get(group);
    return backoff != null && backoff.until().isAfter(now);
  }

  /** The group has failed; returns until when it is left alone. */
  Instant failed(String group, Instant now) {
    Backoff before = backoffs.get(group);
    Duration duration = flags.firstBackoff();
    if (before != null && before.lastFailure().plus(flags.backoffForgotten()).isAfter(now)) {
      // failing again while it is left alone prolongs that, but doesn't count as another lesson
      duration =
          before.until().isAfter(now) ? before.duration() : before.duration().multipliedBy(2);
    }
    if (duration.compareTo(flags.longestBackoff()) > 0) {
      duration = flags.longestBackoff();
    }
    backoffs.put(group, new Backoff(duration, now.plus(duration), now));
    return now.plus(duration);
  }

  /** When the next group may be tried again; {@link Instant#MAX} if none is left alone. */
  Instant nextEnd(Instant now) {
    return backoffs.values().stream()
        .map(Backoff::until)
        .filter(until -> until.isAfter(now))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }
}
