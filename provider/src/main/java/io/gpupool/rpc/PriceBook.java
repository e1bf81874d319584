package io.gpupool.rpc;

import io.gpupool.expander.GroupTerms;
import io.gpupool.expander.Market;
import io.gpupool.expander.NodeFacts;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import io.gpupool.packing.PodClass;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What nodes and pods of the fleet cost, at one moment. The autoscaler asks for a node that is only
 * a template: it is recognised by what templates of ours say of themselves, or else by the labels
 * that every node of the machine type has.
 */
final class PriceBook {

  private static final String GROUP_ID = "gpupool.io/node-group-id";
  private static final String TEMPLATE = "template-node-for-";
  private static final String TYPE = "node.kubernetes.io/instance-type";
  private static final String REGION = "topology.kubernetes.io/region";

  /**
   * Labels by which nodes of the same type and region are told apart, as far as a node has them.
   */
  private static final List<String> NARROWING =
      List.of("gpupool.io/node-group", "gpupool.io/cloud", "gpupool.io/capacity-type");

  private final FleetSnapshot fleet;
  private final Map<String, GroupTerms> groups = new TreeMap<>();
  private final Map<String, Integer> prepaid;

  private PriceBook(FleetSnapshot fleet, Market market) {
    this.fleet = fleet;
    this.prepaid = market.prepaid();
    for (GroupView view : fleet.groups()) {
      String id = view.id().value();
      market.of(id).ifPresent(terms -> groups.put(id, terms));
    }
  }

  static PriceBook of(FleetSnapshot fleet, Market market) {
    return new PriceBook(fleet, market);
  }

  /** What one more such node costs; empty if no group of ours has such nodes. */
  Optional<GroupTerms> node(ExternalGrpcNode node) {
    return byName(node).map(groups::get).or(() -> byLabels(node.getLabelsMap()));
  }

  /** In usd for an hour; nothing while it draws on nodes that are paid for and not in use. */
  double usdPerHour(GroupTerms terms) {
    boolean paid = terms.prepaid().map(pool -> prepaid.getOrDefault(pool, 0) > 0).orElse(false);
    return paid ? 0 : terms.usdPerHour();
  }

  private Optional<String> byName(ExternalGrpcNode node) {
    String name = node.getName();
    String ofTemplate =
        name.startsWith(TEMPLATE) && name.lastIndexOf('-') >= TEMPLATE.length()
            ? name.substring(TEMPLATE.length(), name.lastIndexOf('-'))
            : "";
    return Optional.ofNullable(node.getAnnotationsMap().get(GROUP_ID))
        .filter(groups::containsKey)
        .or(() -> fleet.groupOf(node.getProviderID()).map(view -> view.id().value()))
        .filter(groups::containsKey)
        .or(() -> Optional.of(ofTemplate).filter(groups::containsKey));
  }

  /** Of several groups whose nodes look like this, the dearest: none is taken for too cheap. */
  private Optional<GroupTerms> byLabels(Map<String, String> labels) {
    if (!labels.containsKey(TYPE) || !labels.containsKey(REGION)) {
      return Optional.empty();
    }
    return groups.values().stream()
        .filter(terms -> terms.node().map(own -> isAlike(labels, own)).orElse(false))
        .max(Comparator.comparingDouble(GroupTerms::usdPerHour));
  }

  private static boolean isAlike(Map<String, String> labels, NodeFacts own) {
    return Objects.equals(labels.get(TYPE), own.labels().get(TYPE))
        && Objects.equals(labels.get(REGION), own.labels().get(REGION))
        && NARROWING.stream()
            .filter(labels::containsKey)
            .allMatch(key -> Objects.equals(labels.get(key), own.labels().get(key)));
  }

  /**
   * What a pod costs in usd for an hour: of every node that holds it, the price of the part that it
   * takes, and of these the least. Where no node admits it, as the autoscaler sees other labels
   * than we do, whether one would be large enough is all that counts. Nodes that cost nothing tell
   * nothing of what pods are worth, as long as there are others.
   */
  OptionalDouble pod(PodClass pod) {
    List<GroupTerms> large = new ArrayList<>();
    for (GroupTerms terms : groups.values()) {
      if (Double.isFinite(terms.usdPerHour())
          && terms.node().map(node -> pod.requests().fitsInto(node.allocatable())).orElse(false)) {
        large.add(terms);
      }
    }
    Predicate<NodeFacts> admits = node -> pod.rules().admit(node.labels(), node.taints());
    OptionalDouble least = least(pod, large, admits);
    return least.isPresent() ? least : least(pod, large, node -> true);
  }

  private static OptionalDouble least(
      PodClass pod, List<GroupTerms> large, Predicate<NodeFacts> which) {
    double least = Double.POSITIVE_INFINITY;
    boolean free = false;
    for (GroupTerms terms : large) {
      NodeFacts node = terms.node().orElseThrow();
      if (!which.test(node)) {
        continue;
      }
      free |= terms.usdPerHour() == 0;
      if (terms.usdPerHour() > 0) {
        least = Math.min(least, terms.usdPerHour() * share(pod, node));
      }
    }
    if (Double.isFinite(least)) {
      return OptionalDouble.of(least);
    }
    return free ? OptionalDouble.of(0) : OptionalDouble.empty();
  }

  /** The largest part that it takes of anything the node has. */
  private static double share(PodClass pod, NodeFacts node) {
    return pod.requests().names().stream()
        .mapToDouble(name -> pod.requests().get(name) / (double) node.allocatable().get(name))
        .max()
        .orElse(0);
  }
}
