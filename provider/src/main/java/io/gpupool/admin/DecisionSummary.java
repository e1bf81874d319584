package io.gpupool.admin;

import io.gpupool.expander.Decision;
import io.gpupool.expander.Weighed;
import io.gpupool.packing.Amounts;
import io.gpupool.packing.Evaluated;
import io.gpupool.packing.PlanStep;
import io.gpupool.packing.PodClass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A decision as it is kept and shown: of everything as much as a person would read.
 *
 * @param number counted from the start of the server
 * @param at when
 * @param took how long it took
 * @param pods how many pods were pending
 * @param classes the pods by class, the largest classes first
 * @param options the options, best first
 * @param reason why the first was chosen
 * @param leastWaste what the autoscaler's default would have chosen; empty if nothing
 * @param usdPerHourSaved how much less it comes to in the end than beginning with that
 * @param leftOut what wasn't looked at and why
 * @param unmodelled what no plan looks at
 * @param complete whether every option was looked at to the end
 */
record DecisionSummary(
    long number,
    Instant at,
    Duration took,
    int pods,
    List<PodLine> classes,
    List<OptionLine> options,
    String reason,
    String leastWaste,
    double usdPerHourSaved,
    List<String> leftOut,
    List<String> unmodelled,
    boolean complete) {

  private static final int MOST_CLASSES = 40;
  private static final int MOST_OPTIONS = 100;
  private static final int MOST_STEPS = 12;
  private static final int MOST_WORDS = 30;
  private static final double GIB = 1L << 30;

  /** Pods that are alike. */
  record PodLine(int pods, String example, String requests, String gang) {}

  /** A part of a plan. */
  record StepLine(String group, int nodes, int pods, double usdPerHour) {}

  /**
   * An option.
   *
   * @param against what comes before cost and speaks against it; empty if nothing
   */
  record OptionLine(
      String group,
      int nodes,
      int pods,
      double usdPerNodeHour,
      String basis,
      double usdPerHour,
      double usdPerHourInTheEnd,
      int podsLeft,
      long gpusStranded,
      String against,
      List<StepLine> plan) {}

  static DecisionSummary of(long number, Instant at, Duration took, Decision decision) {
    return new DecisionSummary(
        number,
        at,
        took,
        decision.pods().stream().mapToInt(Integer::intValue).sum(),
        classes(decision),
        decision.options().stream()
            .limit(MOST_OPTIONS)
            .map(option -> option(decision, option))
            .toList(),
        decision.reason(),
        decision.leastWaste().orElse(""),
        decision.usdPerHourSaved(),
        few(decision.leftOut()),
        few(decision.unmodelled()),
        decision.complete());
  }

  private static List<String> few(List<String> words) {
    return words.size() <= MOST_WORDS
        ? words
        : IntStream.rangeClosed(0, MOST_WORDS)
            .mapToObj(k -> k < MOST_WORDS ? words.get(k) : "and " + (words.size() - k) + " more")
            .toList();
  }

  private static List<PodLine> classes(Decision decision) {
    return IntStream.range(0, decision.classes().size())
        .boxed()
        .sorted(Comparator.comparing(c -> -decision.pods().get(c)))
        .limit(MOST_CLASSES)
        .map(c -> line(decision.classes().get(c), decision.pods().get(c)))
        .toList();
  }

  private static PodLine line(PodClass one, int pods) {
    return new PodLine(
        pods, one.name(), text(one.requests()), one.gang().map(gang -> gang.key()).orElse(""));
  }

  private static String text(Amounts amounts) {
    Map<String, String> parts = new TreeMap<>();
    for (String name : amounts.names()) {
      long amount = amounts.get(name);
      switch (name) {
        case Amounts.PODS -> {}
        case Amounts.CPU ->
            parts.put("0", String.format(Locale.ROOT, "%.4g cores", amount / 1000.0));
        case Amounts.MEMORY -> parts.put("1", String.format(Locale.ROOT, "%.4g GiB", amount / GIB));
        default -> parts.put(name, amount + " " + name);
      }
    }
    return String.join(", ", parts.values());
  }

  private static OptionLine option(Decision decision, Weighed option) {
    Evaluated evaluated = option.evaluated();
    List<StepLine> plan = new ArrayList<>();
    for (PlanStep step : evaluated.plan()) {
      if (plan.size() < MOST_STEPS) {
        plan.add(
            new StepLine(
                decision.shapes().get(step.shape()), step.nodes(), step.pods(), step.usdPerHour()));
      }
    }
    return new OptionLine(
        option.proposal().group(),
        option.proposal().nodes(),
        option.proposal().pods(),
        option.terms().usdPerHour(),
        option.terms().basis() + option.terms().prepaid().map(pool -> "; " + pool).orElse(""),
        evaluated.usdPerHour(),
        evaluated.usdPerHourInTheEnd(),
        evaluated.podsLeft(),
        evaluated.gpusStranded(),
        against(option),
        plan);
  }

  private static String against(Weighed option) {
    String standing =
        switch (option.evaluated().standing()) {
          case OPEN -> "";
          case SPLITS_A_GANG -> "parts pods that belong together";
          case LATER -> "a lower tier comes first, or its price isn't known";
          case CLOSED -> "has GPUs, and pods without can go elsewhere";
        };
    return option.terms().unavailable().orElse(standing);
  }
}
