package io.gpupool.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Chooses the option that costs least in the end: its own nodes and the cheapest known way to place
 * the pods that it leaves, as the autoscaler would go on. Ties go by weight and name, so the same
 * question always gets the same answer.
 *
 * <p>For every option, plans are made to the end by several simple policies. As these are
 * consistent, the plan that made an option the best is among those that are compared in the next
 * loop; so what is planned in the end never costs more than by any of the policies alone, the
 * autoscaler's default least-waste among them (Bertsekas, Tsitsiklis and Wu, <i>Rollout algorithms
 * for combinatorial optimization</i>, Journal of Heuristics 3, 1997, on sequential improvement).
 *
 * <p>The scheduler doesn't follow plans. Where something is assumed of it, what counts in the end
 * is the cost after it has placed the pods its own way.
 */
public final class Chooser {

  private static final double CENT = 0.01;

  private final ChooserSettings settings;

  public Chooser(ChooserSettings settings) {
    this.settings = settings;
  }

  /**
   * Ranks the options of a question.
   *
   * @param timeIsUp asked now and then; once it is true, what is known so far is the answer
   */
  public Choice choose(Question question, BooleanSupplier timeIsUp) {
    return new Choosing(question, timeIsUp).answer();
  }

  /** Plans with the same nodes leave the scheduler the same choice. */
  private record Purchase(Map<Integer, Integer> nodes, List<Integer> left) {

    static Purchase of(Path path) {
      Map<Integer, Integer> nodes = new HashMap<>();
      path.steps().forEach(step -> nodes.merge(step.shape(), step.nodes(), Integer::sum));
      return new Purchase(nodes, Arrays.stream(path.end().left()).boxed().toList());
    }
  }

  /** What is known of an option. */
  private static final class Outlook {
    private final Path begun;
    private Path end;
    private boolean planned;
    private OptionalDouble placed = OptionalDouble.empty();

    Outlook(Path begun) {
      this.begun = begun;
      this.end = begun;
    }

    void consider(Path other) {
      if (!planned || other.isBetterThan(end)) {
        end = other;
      }
      planned = true;
    }
  }

  /** One question being answered. */
  private final class Choosing {

    private final Question question;
    private final BooleanSupplier timeIsUp;
    private final Problem problem;
    private final Loops loops;
    private final State start;
    private final Standings standings;
    private final List<Outlook> outlooks = new ArrayList<>();

    Choosing(Question question, BooleanSupplier timeIsUp) {
      this.question = question;
      this.timeIsUp = timeIsUp;
      problem = Problem.of(question);
      loops = new Loops(problem, new Estimates(problem, settings.nodesPerScaleUp()), timeIsUp);
      start = problem.start(question);
      standings = new Standings(question, loops);
      for (Offered option : question.options()) {
        outlooks.add(new Outlook(begin(option)));
      }
    }

    private Path begin(Offered option) {
      int[] pods = option.podsByClass().stream().mapToInt(Integer::intValue).toArray();
      return Path.from(start)
          .and(problem, option.shape(), new Estimate(problem, option.nodes(), pods));
    }

    Choice answer() {
      boolean complete = plan() && place();
      return new Choice(ranked(), complete);
    }

    private boolean plan() {
      // for the case that there isn't time for all of them
      List<Outlook> promising =
          outlooks.stream()
              .sorted(Comparator.comparingDouble(outlook -> outlook.begun.usdPerHour()))
              .toList();
      for (Policy policy : Policies.forPlans()) {
        promising.parallelStream()
            .forEach(
                outlook -> {
                  Path end = loops.toTheEnd(outlook.begun, policy);
                  if (!timeIsUp.getAsBoolean()) {
                    outlook.consider(end);
                  }
                });
        if (timeIsUp.getAsBoolean()) {
          return false;
        }
      }
      return true;
    }

    /**
     * What a plan costs never becomes less by placing, so those whose plans cost more than the best
     * of them comes to in the end needn't be looked at. Beyond that it is all options or none, for
     * costs before and after placing can't be compared. Of each option the cheapest plan is looked
     * at and no other: the least of several that depend on chance promises more than then comes.
     */
    private boolean place() {
      if (settings.placement() == Placement.AS_ESTIMATED || outlooks.size() < 2) {
        return true;
      }
      Placed scheduler = new Placed(problem, settings.placement());
      Map<Integer, Double> costs = new HashMap<>();
      Map<Purchase, Double> alike = new HashMap<>();
      double least = Double.POSITIVE_INFINITY;
      List<Evaluated> byPlan = ranked();
      for (Evaluated evaluated : byPlan) {
        if (timeIsUp.getAsBoolean()) {
          return false;
        }
        if (!comesFirst(evaluated, byPlan.get(0)) || evaluated.usdPerHourPlanned() > least + CENT) {
          break;
        }
        Path end = outlooks.get(evaluated.option()).end;
        double cost =
            alike.computeIfAbsent(
                Purchase.of(end),
                purchase ->
                    scheduler.usdPerHour(
                        end, start, path -> loops.toTheEnd(path, Policies::usdByWorth)));
        costs.put(evaluated.option(), cost);
        least = Math.min(least, cost);
      }
      if (timeIsUp.getAsBoolean()) {
        return false;
      }
      costs.forEach((o, cost) -> outlooks.get(o).placed = OptionalDouble.of(cost));
      return true;
    }

    private boolean comesFirst(Evaluated evaluated, Evaluated first) {
      return evaluated.standing() == first.standing() && evaluated.podsLeft() == first.podsLeft();
    }

    private List<Evaluated> ranked() {
      Comparator<Evaluated> byCost = this::compareCosts;
      return IntStream.range(0, outlooks.size())
          .mapToObj(this::evaluated)
          .sorted(
              Comparator.comparing(Evaluated::standing)
                  .thenComparingInt(Evaluated::podsLeft)
                  .thenComparing(byCost)
                  .thenComparing(this::compareNames))
          .toList();
    }

    private Evaluated evaluated(int o) {
      Outlook outlook = outlooks.get(o);
      return new Evaluated(
          o,
          standings.of(question.options().get(o)),
          outlook.begun.usdPerHour(),
          outlook.end.usdPerHour(),
          outlook.placed,
          outlook.end.end().podsLeft(),
          outlook.end.steps(),
          gpusStranded(outlook.end));
    }

    /** To a ten-thousandth of a cent, so that the order of sums makes no difference. */
    private int compareCosts(Evaluated one, Evaluated other) {
      return Double.compare(rounded(one), rounded(other));
    }

    private double rounded(Evaluated evaluated) {
      double usd = evaluated.usdPerHourInTheEnd();
      return Double.isInfinite(usd) ? usd : Math.rint(usd * 1e6) / 1e6;
    }

    private int compareNames(Evaluated one, Evaluated other) {
      return loops.comesBefore(shape(one), shape(other)) ? -1 : 1;
    }

    private int shape(Evaluated evaluated) {
      return question.options().get(evaluated.option()).shape();
    }

    private long gpusStranded(Path path) {
      long gpus = 0;
      for (PlanStep step : path.steps()) {
        gpus += step.nodes() * Gpus.in(problem.nodes.get(step.shape()).allocatable());
      }
      for (int c = 0; c < problem.classes; c++) {
        gpus -= (start.left(c) - path.end().left(c)) * problem.gpus[c];
      }
      return Math.max(0, gpus);
    }
  }
}
