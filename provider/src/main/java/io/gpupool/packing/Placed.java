package io.gpupool.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * What a plan costs once the scheduler has placed the pods its own way: those that find no node,
 * because others took the places that the plan had for them, bring nodes again.
 */
final class Placed {

  /** Orders in which pods may come; few, since each is tried for each plan. */
  private static final int ORDERS = 4;

  /** Plans are mended so often; what is left then stays without a place. */
  private static final int MOST_ROUNDS = 8;

  private final Problem problem;
  private final Placement placement;

  Placed(Problem problem, Placement placement) {
    this.problem = problem;
    this.placement = placement;
  }

  /**
   * The mean over some orders, in usd per hour.
   *
   * @param mending goes on from pods that are left until nothing helps
   */
  double usdPerHour(Path plan, State start, UnaryOperator<Path> mending) {
    double[] costs =
        IntStream.range(0, ORDERS)
            .parallel()
            .mapToDouble(order -> inOrder(plan, start, mending, order))
            .toArray();
    return Arrays.stream(costs).sum() / ORDERS;
  }

  /** In usd per hour, if pods come in the order of this number. */
  double inOrder(Path plan, State start, UnaryOperator<Path> mending, long order) {
    Scheduler scheduler = new Scheduler(problem, placement);
    List<Integer> waiting = shuffled(placeable(plan, start), new Random(order));
    Path path = plan;
    int known = 0;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      for (PlanStep step : path.steps().subList(known, path.steps().size())) {
        scheduler.add(step.shape(), step.nodes());
      }
      known = path.steps().size();
      waiting = scheduler.place(waiting);
      if (waiting.isEmpty()) {
        break;
      }
      path = mending.apply(path.withLeft(byClass(waiting)));
    }
    return path.usdPerHour();
  }

  private int[] placeable(Path plan, State start) {
    int[] pods = start.left();
    for (int c = 0; c < pods.length; c++) {
      pods[c] -= plan.end().left(c);
    }
    return pods;
  }

  private int[] byClass(List<Integer> pods) {
    int[] count = new int[problem.classes];
    pods.forEach(c -> count[c]++);
    return count;
  }

  /** From the names on, so that the order in which classes are numbered makes no difference. */
  private List<Integer> shuffled(int[] pods, Random random) {
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, pods.length)
        .boxed()
        .sorted(Comparator.comparing(c -> problem.pods.get(c).name()))
        .forEach(c -> order.addAll(Collections.nCopies(pods[c], c)));
    Collections.shuffle(order, random);
    return order;
  }
}
