package io.gpupool.policy;

import io.gpupool.clouds.api.OptionOverrides;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When nodes that aren't needed are removed: rules, of which for each setting the first that holds
 * and says something of it decides, and what is right where nobody says anything.
 *
 * @param rules in the order in which they are asked
 * @param breakEven how long an idle node is kept where nobody says; empty to leave that to the
 *     autoscaler
 */
public record ScaleDownPolicy(List<ScaleDownRule> rules, Optional<BreakEven> breakEven) {

  /** Everything as the autoscaler has it. */
  public static final ScaleDownPolicy NONE = new ScaleDownPolicy(List.of(), Optional.empty());

  /** Nodes with fewer GPUs are left to the autoscaler's own threshold. */
  private static final int MANY_GPUS = 4;

  public ScaleDownPolicy {
    rules = List.copyOf(rules);
    Objects.requireNonNull(breakEven, "breakEven");
  }

  /**
   * What holds for a group at a moment.
   *
   * @param boot how long its nodes take until they can be used
   * @param stated what else is said of the group, such as in its tags, the strongest first; weaker
   *     than rules and stronger than what is right where nobody says anything
   */
  public Standing standing(GroupFacts facts, BootTime boot, List<Source> stated, Instant now) {
    List<Source> sources = new ArrayList<>();
    OptionalDouble waiting = OptionalDouble.empty();
    for (int i = 0; i < rules.size(); i++) {
      ScaleDownRule rule = rules.get(i);
      if (rule.holds(facts, now)) {
        sources.add(new Source("rule " + (i + 1), rule.place(), rule.options()));
        waiting = waiting.isPresent() ? waiting : rule.waitingUsdPerHour();
      }
    }
    sources.addAll(stated);
    if (breakEven.isPresent()) {
      BreakEven formula =
          waiting.isPresent() ? breakEven.get().waiting(waiting.getAsDouble()) : breakEven.get();
      sources.add(idle(formula, facts, boot));
      byGpus(facts).ifPresent(sources::add);
    }
    return Standing.of(sources);
  }

  private static Source idle(BreakEven formula, GroupFacts facts, BootTime boot) {
    Duration minimum = MinimumBilling.of(facts.id().cloud());
    Duration answered = formula.answered(boot.time(), facts.usdPerHour(), minimum);
    Duration exactly = formula.exactly(boot.time(), facts.usdPerHour());
    String why =
        "another node takes %s (%s) and is paid for %s while it drains%s%s"
            .formatted(
                Seconds.text(boot.time()),
                boot.seen() == 0
                    ? "assumed, none has been seen"
                    : "the middle of " + boot.seen() + " that were seen",
                Seconds.text(formula.drain()),
                formula.waitingUsdPerHour() > 0
                    ? "; pods that wait cost %s usd per hour"
                        .formatted(Double.toString(formula.waitingUsdPerHour()))
                    : "",
                answered.minus(exactly).abs().compareTo(Duration.ofSeconds(1)) < 0
                    ? ""
                    : "; " + Seconds.text(exactly) + " but for the limits");
    return new Source("break-even", why, unneeded(answered));
  }

  private static OptionOverrides unneeded(Duration time) {
    return new OptionOverrides(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.of(time),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A node of many GPUs is looked at as soon as one of them is free. */
  private static Optional<Source> byGpus(GroupFacts facts) {
    int gpus = facts.gpus().orElse(0);
    if (gpus < MANY_GPUS) {
      return Optional.empty();
    }
    return Optional.of(
        new Source(
            "gpu-count",
            "a node is looked at with up to %d of its %d GPUs in use".formatted(gpus - 1, gpus),
            new OptionOverrides(
                OptionalDouble.empty(),
                OptionalDouble.of((gpus - 1) / (double) gpus),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }
}
