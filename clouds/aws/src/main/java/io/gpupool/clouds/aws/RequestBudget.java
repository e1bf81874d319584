package io.gpupool.clouds.aws;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * How often each action of one region may be asked for, attempts of the SDK's own included. AWS
 * counts requests by account, region and action, and whoever takes them all takes them from
 * everybody else in the account.
 */
final class RequestBudget implements ExecutionInterceptor {

  /**
   * Why a request wasn't sent: there have been too many like it. It is the cause of what the SDK
   * throws, for the SDK makes its own exceptions anew on their way up and forgets their type.
   */
  static final class SpentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SpentException(String message) {
      super(message);
    }
  }

  private final AwsSettings.Budget budget;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  RequestBudget(AwsSettings.Budget budget) {
    this.budget = budget;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    String action = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    Bucket bucket = buckets.computeIfAbsent(action, name -> bucket());
    try {
      boolean sent =
          budget.patience().isZero()
              ? bucket.tryConsume(1)
              : bucket.asBlocking().tryConsume(1, budget.patience());
      if (!sent) {
        SpentException spent =
            new SpentException(
                "gpupool's own budget of %d %s a second is used up for the moment"
                    .formatted(budget.perSecond(), action));
        throw SdkClientException.create(spent.getMessage(), spent);
      }
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("the wait for a request's turn was interrupted", ending);
    }
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(budget.atOnce())
                    .refillGreedy(budget.perSecond(), Duration.ofSeconds(1)))
        .build();
  }
}
