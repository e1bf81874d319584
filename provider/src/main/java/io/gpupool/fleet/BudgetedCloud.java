package io.gpupool.fleet;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudCall;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.UniformCloud;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A cloud that can't be asked more often than is good for it. Accounts share their request quotas
 * with everything else that runs in them; whatever goes wrong above, this many requests it will be
 * and no more. What is too much fails as if the cloud itself had asked to slow down.
 */
public final class BudgetedCloud extends UniformCloud {

  /**
   * How many requests may be made.
   *
   * @param readsPerMinute readings and price lists; twice as many at once after a quiet time
   * @param writesPerMinute changes, likewise
   */
  public record Budget(int readsPerMinute, int writesPerMinute) {
    /**
     * Far more than a healthy server needs: a reading every ten seconds and a change each second.
     */
    public static final Budget DEFAULT = new Budget(30, 60);

    public Budget {
      if (readsPerMinute < 1 || writesPerMinute < 1) {
        throw new IllegalArgumentException(
            "a budget of %d readings and %d changes a minute: a cloud that may never be asked"
                .formatted(readsPerMinute, writesPerMinute));
      }
    }
  }

  /** The code of what is too much; adapters with budgets of their own use the same. */
  static final String CODE = "RequestBudget";

  private final Cloud cloud;
  private final Bucket reads;
  private final Bucket writes;

  public BudgetedCloud(Cloud cloud, Budget budget, InstantSource clock) {
    this.cloud = cloud;
    this.reads = bucket(budget.readsPerMinute(), clock);
    this.writes = bucket(budget.writesPerMinute(), clock);
  }

  @Override
  protected <T> T make(CloudCall<T> call) throws CloudException {
    if (call.isChange()) {
      spend(writes, "changes");
    } else {
      spend(reads, "readings");
    }
    return call.to(cloud);
  }

  @Override
  public void close() {
    cloud.close();
  }

  private static void spend(Bucket bucket, String what) throws CloudException {
    if (!bucket.tryConsume(1)) {
      throw new CloudException(
          CloudError.of(
              CloudError.Kind.THROTTLED,
              CODE,
              "gpupool's own budget for " + what + " of this cloud is used up for the moment"));
    }
  }

  private static Bucket bucket(int perMinute, InstantSource clock) {
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(2L * perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
        .withCustomTimePrecision(new Clock(clock))
        .build();
  }

  private record Clock(InstantSource clock) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      java.time.Instant now = clock.instant();
      return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    @Override
    public boolean isWallClockBased() {
      return true;
    }
  }
}
