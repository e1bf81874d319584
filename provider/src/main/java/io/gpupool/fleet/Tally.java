package io.gpupool.fleet;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Answers a caller when the last of the parts of its request, one or more, is done. */
final class Tally {

  private final Reply reply;
  private final AtomicInteger open;
  private final AtomicReference<@Nullable FleetException> failure = new AtomicReference<>();

  Tally(Reply reply, int parts) {
    this.reply = reply;
    this.open = new AtomicInteger(parts);
  }

  /** Whether the caller has been answered already, before all parts were done. */
  boolean isAnswered() {
    return reply.isClaimed();
  }

  /** One part has succeeded. */
  void done() {
    finish();
  }

  /** One part has failed; the caller hears of the first failure when all parts are through. */
  void failed(FleetException why) {
    failure.compareAndSet(null, why);
    finish();
  }

  private void finish() {
    if (open.decrementAndGet() > 0 || !reply.claim()) {
      return;
    }
    FleetException why = failure.get();
    if (why == null) {
      reply.accept();
    } else {
      reply.refuse(why);
    }
  }
}
