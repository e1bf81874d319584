package io.gpupool.fleet;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudCall;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.UniformCloud;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cloud whose changes are refused at once while it answers none of them: after five in a row that
 * it didn't carry out because it was unavailable or asked to slow down, none is sent for half a
 * minute, then one, which decides. The autoscaler is told within a millisecond instead of waiting
 * for every node in turn, and a cloud that struggles is left alone.
 *
 * <p>Readings aren't held back: when to read again is for who reads.
 */
public final class BreakerCloud extends UniformCloud {

  private static final Logger log = LoggerFactory.getLogger(BreakerCloud.class);

  private static final int FAILURES_IN_A_ROW = 5;

  /** For so long no change is sent. */
  static final Duration OPEN = Duration.ofSeconds(30);

  private final Cloud cloud;
  private final String entry;
  private final CircuitBreaker breaker;

  /**
   * @param entry the cloud entry's name, for the log
   */
  public BreakerCloud(Cloud cloud, String entry, InstantSource clock) {
    this.cloud = cloud;
    this.entry = entry;
    this.breaker =
        CircuitBreaker.of(
            entry,
            CircuitBreakerConfig.custom()
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(FAILURES_IN_A_ROW)
                .minimumNumberOfCalls(FAILURES_IN_A_ROW)
                .failureRateThreshold(100)
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(1)
                .currentTimestampFunction(at -> clock.millis(), TimeUnit.MILLISECONDS)
                .clock(clock.withZone(ZoneOffset.UTC))
                .recordException(BreakerCloud::isFailure)
                .recordResult(BreakerCloud::isFailure)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              switch (event.getStateTransition().getToState()) {
                case OPEN ->
                    log.warn(
                        "{}: the cloud carries out no changes; none is sent for {} s",
                        entry,
                        OPEN.toSeconds());
                case CLOSED -> log.info("{}: the cloud carries out changes again", entry);
                default -> log.debug("{}: one change is let through", entry);
              }
            });
  }

  @Override
  protected <T> T make(CloudCall<T> call) throws CloudException {
    if (!call.isChange()) {
      return call.to(cloud);
    }
    try {
      breaker.acquirePermission();
    } catch (CallNotPermittedException open) {
      throw new CloudException(
          CloudError.of(
              CloudError.Kind.UNAVAILABLE,
              "CircuitOpen",
              ("the last %d changes of '%s' weren't carried out, so no more are sent for a while;"
                      + " the log has what the cloud said")
                  .formatted(FAILURES_IN_A_ROW, entry)),
          open);
    }
    // how long it took doesn't matter here
    try {
      T answer = call.to(cloud);
      breaker.onResult(0, breaker.getTimestampUnit(), answer);
      return answer;
    } catch (CloudException | RuntimeException e) {
      breaker.onError(0, breaker.getTimestampUnit(), e);
      throw e;
    }
  }

  @Override
  public void close() {
    cloud.close();
  }

  private static boolean isFailure(Throwable thrown) {
    return !(thrown instanceof CloudException e) || isFailure(e.error());
  }

  /** Deletions have a result for each instance: nothing was carried out if all of them failed. */
  private static boolean isFailure(Object answer) {
    return answer instanceof Map<?, ?> results
        && !results.isEmpty()
        && results.values().stream()
            .allMatch(
                result ->
                    result instanceof DeleteResult.Refused refused && isFailure(refused.error()));
  }

  /** A cloud that refuses with a reason is there, and our own budget says nothing about it. */
  private static boolean isFailure(CloudError error) {
    return switch (error.kind()) {
      case UNAVAILABLE -> true;
      case THROTTLED -> !error.code().equals(BudgetedCloud.CODE);
      default -> false;
    };
  }
}
