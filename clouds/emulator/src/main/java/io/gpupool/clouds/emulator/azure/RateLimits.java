package io.gpupool.clouds.emulator.azure;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How many requests Azure answers: buckets that requests empty and time fills, one for each
 * resource and one for each subscription, for reading and for changing. Not thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/azure/virtual-machines/compute-throttling-limits">the
 *     limits of the compute provider</a>
 */
final class RateLimits {

  /**
   * How a kind of bucket is.
   *
   * @param most how many requests it can hold
   * @param perMinute how many come in a minute
   */
  record Kind(int most, int perMinute) {}

  static final Kind CHANGES_OF_RESOURCE = new Kind(12, 4);
  static final Kind READS_OF_RESOURCE = new Kind(36, 12);
  static final Kind CHANGES_OF_SUBSCRIPTION = new Kind(1_500, 500);
  static final Kind READS_OF_SUBSCRIPTION = new Kind(24_000, 8_000);

  private static final double MILLIS_PER_MINUTE = Duration.ofMinutes(1).toMillis();

  private final boolean enforced;
  private final Map<String, Bucket> buckets = new HashMap<>();

  RateLimits(boolean enforced) {
    this.enforced = enforced;
  }

  /**
   * What became of a request.
   *
   * @param left how many more the bucket would have let through
   * @param pause how long until there is one again; zero for a request that was let through
   */
  record Verdict(int left, Duration pause) {
    boolean isRefusal() {
      return !pause.isZero();
    }
  }

  /** Takes a request out of a bucket, if it has one. */
  Verdict take(String key, Kind kind, Instant now) {
    if (!enforced) {
      return new Verdict(kind.most() - 1, Duration.ZERO);
    }
    Bucket bucket = buckets.computeIfAbsent(key, any -> new Bucket(kind, now));
    bucket.fill(now);
    if (bucket.content < 1) {
      double millis = (1 - bucket.content) * MILLIS_PER_MINUTE / kind.perMinute();
      return new Verdict(0, Duration.ofMillis((long) Math.ceil(millis)));
    }
    bucket.content--;
    return new Verdict((int) bucket.content, Duration.ZERO);
  }

  private static final class Bucket {
    private final Kind kind;
    private double content;
    private Instant since;

    Bucket(Kind kind, Instant now) {
      this.kind = kind;
      this.content = kind.most();
      this.since = now;
    }

    void fill(Instant now) {
      double more = Duration.between(since, now).toMillis() * kind.perMinute() / MILLIS_PER_MINUTE;
      content = Math.min(kind.most(), content + Math.max(0, more));
      since = now;
    }
  }
}
