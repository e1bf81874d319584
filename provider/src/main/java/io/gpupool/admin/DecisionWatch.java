package io.gpupool.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.expander.Decision;
import io.gpupool.expander.DecisionListener;
import io.gpupool.expander.Weighed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each decision that isn't the last one once more, and counts all of them: {@code
 * gpupool_decisions_total} by result, {@code gpupool_decision_seconds}, and of those with a result
 * what they chose, saved and strand. Thread-safe.
 */
public final class DecisionWatch implements DecisionListener {

  private static final Logger log = LoggerFactory.getLogger("gpupool.expander");

  private final MeterRegistry registry;

  @GuardedBy("this")
  private String lastLine = "";

  public DecisionWatch(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public synchronized void decided(Decision decision, Duration took) {
    count(decision, took);
    String line = line(decision);
    if (!line.equals(lastLine)) {
      lastLine = line;
      log.info("{}", line);
    }
  }

  private void count(Decision decision, Duration took) {
    String result =
        decision.chosen().isEmpty() ? "no_opinion" : decision.complete() ? "chosen" : "out_of_time";
    Counter.builder("gpupool.decisions")
        .description("choices of a group to enlarge")
        .tag("result", result)
        .register(registry)
        .increment();
    Timer.builder("gpupool.decision")
        .description("how long a choice took")
        .register(registry)
        .record(took);
    decision.chosen().ifPresent(chosen -> count(decision, chosen));
  }

  private void count(Decision decision, Weighed chosen) {
    double usd = chosen.evaluated().usdPerHour();
    if (Double.isFinite(usd)) {
      summary("gpupool.decision.usd.per.hour", "what the nodes of a choice cost", usd);
    }
    summary(
        "gpupool.decision.saved.usd.per.hour",
        "how much less a choice comes to than beginning with that of least-waste",
        decision.usdPerHourSaved());
    summary(
        "gpupool.decision.stranded.gpus",
        "GPUs of the plan behind a choice that no pod uses",
        (double) chosen.evaluated().gpusStranded());
  }

  private void summary(String name, String description, double amount) {
    DistributionSummary.builder(name).description(description).register(registry).record(amount);
  }

  private static String line(Decision decision) {
    int pods = decision.pods().stream().mapToInt(Integer::intValue).sum();
    if (decision.chosen().isEmpty()) {
      return "%d pods pending, no choice: %s"
          .formatted(pods, String.join("; ", decision.leftOut()));
    }
    Weighed chosen = decision.chosen().get();
    return String.format(
        Locale.ROOT,
        "%d pods pending, %d options: %d nodes of %s for %d pods at $%.2f/h, for %s%s%s",
        pods,
        decision.options().size(),
        chosen.proposal().nodes(),
        chosen.proposal().group(),
        chosen.proposal().pods(),
        chosen.evaluated().usdPerHour(),
        decision.reason(),
        decision.usdPerHourSaved() > 0.005
            ? String.format(
                Locale.ROOT,
                "; least-waste would have begun with %s and come to $%.2f/h more",
                decision.leastWaste().orElse("another"),
                decision.usdPerHourSaved())
            : "",
        decision.complete() ? "" : "; there was no time to look at everything");
  }
}
