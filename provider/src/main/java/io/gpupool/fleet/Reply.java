package io.gpupool.fleet;

import com.google.errorprone.annotations.CheckReturnValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one answer that a caller gets, given by whoever comes first: the cloud or the clock. Who
 * wants to answer claims it before acting on the outcome, so that "refused, nothing changed" is
 * never said after "accepted".
 */
final class Reply {

  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private final AtomicBoolean claimed = new AtomicBoolean();

  CompletionStage<Void> stage() {
    return future;
  }

  /** Whether the caller of this method is the one to answer. At most one gets true. */
  @CheckReturnValue
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }

  boolean isClaimed() {
    return claimed.get();
  }

  /** Says yes, after a claim. */
  void accept() {
    future.complete(null);
  }

  /** Says no, after a claim. */
  void refuse(FleetException why) {
    future.completeExceptionally(why);
  }

  /** Says yes unless an answer has been given. */
  void acceptIfOpen() {
    if (claim()) {
      accept();
    }
  }
}
