package io.gpupool.packing;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * What a strategy pays for pods that are all pending at once, when the autoscaler asks it loop
 * after loop until nothing helps any more.
 */
public final class Trial {

  private static final int BEAM = 100;
  private static final int NODES_PER_SCALE_UP = ChooserSettings.DEFAULT.nodesPerScaleUp();

  /** The preferred node of a cluster with up to two nodes has one core. */
  private static final double PREFERRED_CORES = 1;

  private final Problem problem;
  private final State start;
  private final Loops loops;

  /**
   * @param pending pods and shapes; its options don't matter
   */
  public Trial(Question pending) {
    this.problem = Problem.of(pending);
    this.start = problem.start(pending);
    this.loops = new Loops(problem, new Estimates(problem, NODES_PER_SCALE_UP));
  }

  /**
   * What came of it.
   *
   * @param usdPerHour of all nodes
   * @param podsLeft pods that no shape holds, or for which there was no room
   * @param loops how many groups were enlarged, or nodes added where there are no groups
   */
  public record Result(double usdPerHour, int podsLeft, int loops) {}

  /** A plan, and how it would be mended. */
  private record Played(Path path, UnaryOperator<Path> mending) {}

  /**
   * What a strategy pays if pods are where the estimates have them.
   *
   * @param seed of what is left to chance
   */
  public Result planned(Strategy strategy, long seed) {
    Path path = play(strategy, seed).path();
    return new Result(path.usdPerHour(), path.end().podsLeft(), path.steps().size());
  }

  /** What it pays after a scheduler has placed the pods, in the mean over some orders. */
  public double placed(Strategy strategy, Placement placement, long seed) {
    Played played = play(strategy, seed);
    return new Placed(problem, placement).usdPerHour(played.path(), start, played.mending());
  }

  /** The least that any nodes can cost that hold all pods which some shape holds. */
  public double bound(LinearProgram.Factory solvers) {
    return new PatternBound(problem, start.left()).usdPerHour(solvers);
  }

  private Played play(Strategy strategy, long seed) {
    UnaryOperator<Path> going =
        switch (strategy) {
          case RANDOM -> random(new Random(seed));
          case MOST_PODS -> by(Policies::mostPods);
          case LEAST_NODES -> by(Policies::leastNodes);
          case LEAST_WASTE -> by(Policies::leastWaste);
          case PRICE -> by(Policies.price(PREFERRED_CORES));
          case KARPENTER_LIKE -> path -> new KarpenterLike(problem).goOn(path);
          case GPUPOOL -> choosing(Placement.AS_ESTIMATED);
          case GPUPOOL_LEAST_ALLOCATED -> choosing(Placement.LEAST_ALLOCATED);
          case GPUPOOL_MOST_ALLOCATED -> choosing(Placement.MOST_ALLOCATED);
          case GPUPOOL_MOST_ALLOCATED_GPUS -> choosing(Placement.MOST_ALLOCATED_GPUS);
          case BEST_SEQUENCE -> path -> new BeamSearch(loops, BEAM).goOn(path);
        };
    return new Played(going.apply(Path.from(start)), going);
  }

  private UnaryOperator<Path> by(Policy policy) {
    return path -> loops.toTheEnd(path, policy);
  }

  private UnaryOperator<Path> random(Random random) {
    return path -> {
      Path next = path;
      List<Integer> candidates = loops.candidates(next.end());
      while (!candidates.isEmpty()) {
        next = loops.step(next, candidates.get(random.nextInt(candidates.size())));
        candidates = loops.candidates(next.end());
      }
      return next;
    };
  }

  private UnaryOperator<Path> choosing(Placement placement) {
    Chooser chooser = new Chooser(new ChooserSettings(NODES_PER_SCALE_UP, placement));
    BooleanSupplier noHurry = () -> false;
    return begun -> {
      Path path = begun;
      Question question = question(path.end());
      while (!question.options().isEmpty()) {
        int option = chooser.choose(question, noHurry).ranking().get(0).option();
        path = loops.step(path, question.options().get(option).shape());
        question = question(path.end());
      }
      return path;
    };
  }

  /** What the autoscaler would ask in a state. */
  private Question question(State state) {
    Estimates estimates = new Estimates(problem, NODES_PER_SCALE_UP);
    List<Offered> options = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (int s = 0; s < problem.shapes; s++) {
      shapes.add(problem.nodes.get(s).withRoom(state.room(s)));
      Estimate estimate = estimates.of(s, state);
      if (!estimate.isEmpty()) {
        List<Integer> pods = new ArrayList<>();
        for (int c = 0; c < problem.classes; c++) {
          pods.add(estimate.pods(c));
        }
        options.add(new Offered(s, estimate.nodes(), pods));
      }
    }
    List<Integer> left = new ArrayList<>();
    for (int c = 0; c < problem.classes; c++) {
      left.add(state.left(c));
    }
    return new Question(problem.pods, left, shapes, options, problem.prepaid(state));
  }
}
