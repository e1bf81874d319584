package io.gpupool.packing;

import java.util.OptionalInt;
import java.util.stream.IntStream;

/** What the autoscaler's own expanders choose, to be compared with. */
public final class BuiltIn {

  private BuiltIn() {}

  /** The option that {@code least-waste} takes, ties by name; empty if there are none. */
  public static OptionalInt leastWaste(Question question) {
    return best(question, Policies::leastWaste);
  }

  private static OptionalInt best(Question question, Policy policy) {
    Problem problem = Problem.of(question);
    Loops loops = new Loops(problem, new Estimates(problem, Integer.MAX_VALUE));
    State start = problem.start(question);
    return IntStream.range(0, question.options().size())
        .reduce(
            (best, other) -> {
              double one = score(problem, start, question.options().get(best), policy);
              double two = score(problem, start, question.options().get(other), policy);
              boolean second =
                  two < one
                      || (two == one
                          && loops.comesBefore(
                              question.options().get(other).shape(),
                              question.options().get(best).shape()));
              return second ? other : best;
            });
  }

  private static double score(Problem problem, State start, Offered option, Policy policy) {
    int[] pods = option.podsByClass().stream().mapToInt(Integer::intValue).toArray();
    return policy.score(
        problem,
        option.shape(),
        new Estimate(problem, option.nodes(), pods),
        start.usdPerHour(problem, option.shape(), option.nodes()));
  }
}
