package io.gpupool.expander;

import io.gpupool.packing.BuiltIn;
import io.gpupool.packing.Choice;
import io.gpupool.packing.Chooser;
import io.gpupool.packing.Evaluated;
import io.gpupool.packing.Offered;
import io.gpupool.packing.PodClass;
import io.gpupool.packing.Question;
import io.gpupool.packing.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Puts together what the autoscaler offers and what it doesn't know, and decides. */
public final class ExpansionPlanner {

  /** What just failed comes after every tier that can be configured. */
  private static final int LAST_TIER = Integer.MAX_VALUE;

  private final Chooser chooser;

  public ExpansionPlanner(Chooser chooser) {
    this.chooser = chooser;
  }

  /**
   * Decides. Groups that aren't ours and options without pods are left out; what is ours and isn't
   * offered serves to place what an option leaves.
   *
   * @param timeIsUp as in {@link Chooser#choose}
   */
  public Decision decide(ScaleUpRequest request, Market market, BooleanSupplier timeIsUp) {
    Assembly assembly = new Assembly(request, market);
    Question question = assembly.question();
    Choice choice = chooser.choose(question, timeIsUp);
    List<Weighed> options = new ArrayList<>();
    for (Evaluated evaluated : choice.ranking()) {
      options.add(assembly.weighed(evaluated));
    }
    OptionalInt leastWaste = BuiltIn.leastWaste(question);
    Optional<Weighed> byWaste =
        options.stream()
            .filter(one -> leastWaste.isPresent())
            .filter(one -> one.evaluated().option() == leastWaste.getAsInt())
            .findFirst();
    return new Decision(
        request.classes(),
        request.pods(),
        options,
        question.shapes().stream().map(Shape::group).toList(),
        byWaste.map(one -> one.proposal().group()),
        byWaste
            .map(one -> OptionalDouble.of(one.evaluated().usdPerHourInTheEnd()))
            .orElse(OptionalDouble.empty()),
        assembly.leftOut(),
        unmodelled(request),
        choice.complete());
  }

  private static List<String> unmodelled(ScaleUpRequest request) {
    Map<String, Integer> pods = new HashMap<>();
    for (int c = 0; c < request.classes().size(); c++) {
      PodClass one = request.classes().get(c);
      for (String what : one.unmodelled()) {
        pods.merge(what, request.pods().get(c), Integer::sum);
      }
    }
    return new TreeSet<>(pods.keySet())
        .stream().map(what -> what + " (" + pods.get(what) + " pods)").toList();
  }

  /** One request while its question is put together. */
  private static final class Assembly {

    private final ScaleUpRequest request;
    private final Market market;
    private final List<Shape> shapes = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Proposal> proposals = new ArrayList<>();
    private final List<Offered> offered = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();

    Assembly(ScaleUpRequest request, Market market) {
      this.request = request;
      this.market = market;
      leftOut.addAll(request.unreadable());
      request.proposals().forEach(this::offer);
      new TreeSet<>(request.nodes().keySet())
          .forEach(group -> market.of(group).ifPresent(terms -> shape(group, terms)));
    }

    private void offer(Proposal proposal) {
      String group = proposal.group();
      Optional<GroupTerms> terms = market.of(group);
      if (terms.isEmpty()) {
        leftOut.add(group + ": no group of this server");
      } else if (proposal.nodes() < 1 || proposal.pods() == 0) {
        leftOut.add(group + ": offered without nodes or without pods");
      } else if (numbers.containsKey(group)) {
        leftOut.add(group + ": offered more than once");
      } else if (shape(group, terms.get()).isEmpty()) {
        leftOut.add(group + ": it isn't known what its nodes will be");
      } else {
        offered.add(new Offered(shapes.size() - 1, proposal.nodes(), proposal.podsByClass()));
        proposals.add(proposal);
      }
    }

    private OptionalInt shape(String group, GroupTerms terms) {
      Optional<NodeFacts> node = Optional.ofNullable(request.nodes().get(group)).or(terms::node);
      if (node.isEmpty() || numbers.containsKey(group)) {
        return OptionalInt.empty();
      }
      numbers.put(group, shapes.size());
      shapes.add(
          new Shape(
              group,
              node.get().capacity(),
              node.get().allocatable(),
              node.get().labels(),
              node.get().taints(),
              terms.usdPerHour(),
              terms.prepaid(),
              terms.room(),
              terms.unavailable().isPresent() ? LAST_TIER : terms.tier(),
              terms.weight()));
      return OptionalInt.of(shapes.size() - 1);
    }

    Question question() {
      return new Question(request.classes(), request.pods(), shapes, offered, market.prepaid());
    }

    Weighed weighed(Evaluated evaluated) {
      Proposal proposal = proposals.get(evaluated.option());
      return new Weighed(proposal, market.of(proposal.group()).orElseThrow(), evaluated);
    }

    List<String> leftOut() {
      return leftOut;
    }
  }
}
