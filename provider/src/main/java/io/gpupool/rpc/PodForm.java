package io.gpupool.rpc;

import io.gpupool.packing.Amounts;
import io.gpupool.packing.NodeRules;
import io.gpupool.packing.PodClass;
import io.gpupool.packing.Quantities;
import io.gpupool.packing.Requirement;
import io.gpupool.packing.Toleration;
import io.gpupool.proto.kubernetes.Container;
import io.gpupool.proto.kubernetes.ContainerPort;
import io.gpupool.proto.kubernetes.LabelSelector;
import io.gpupool.proto.kubernetes.NodeSelectorRequirement;
import io.gpupool.proto.kubernetes.NodeSelectorTerm;
import io.gpupool.proto.kubernetes.Pod;
import io.gpupool.proto.kubernetes.PodAffinityTerm;
import io.gpupool.proto.kubernetes.PodSpec;
import io.gpupool.proto.kubernetes.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A Kubernetes pod as plans see it: what the scheduler counts that it asks for (<a
 * href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers">resource
 * sharing within containers</a>), which nodes it accepts, and what no plan looks at.
 */
final class PodForm {

  private static final String HOSTNAME = "kubernetes.io/hostname";

  private final Pod pod;
  private final PodSpec spec;
  private final Set<String> alone = new HashSet<>();
  private final Set<String> unmodelled = new HashSet<>();

  private PodForm(Pod pod) {
    this.pod = pod;
    this.spec = pod.getSpec();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException if it asks for something that is no amount, naming it
   */
  static PodClass read(Pod pod) {
    return new PodForm(pod).read();
  }

  private PodClass read() {
    String name = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    Amounts requests;
    try {
      requests = requests();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("pod " + name + ": " + e.getMessage(), e);
    }
    hostPorts();
    podAffinity();
    others();
    return new PodClass(name, requests, rules(), alone, GangForm.read(pod), unmodelled);
  }

  /**
   * The containers that run together, or the largest of those that run before them if that is more;
   * a sidecar runs beside all that come after it.
   */
  private Amounts requests() {
    Amounts sidecars = Amounts.NONE;
    Amounts starting = Amounts.NONE;
    for (Container container : spec.getInitContainersList()) {
      Amounts its = requests(container);
      if (container.getRestartPolicy().equals("Always")) {
        sidecars = sidecars.plus(its);
        starting = starting.max(sidecars);
      } else {
        starting = starting.max(sidecars.plus(its));
      }
    }
    Amounts running = sidecars;
    for (Container container : spec.getContainersList()) {
      running = running.plus(requests(container));
    }
    Amounts needed = running.max(starting);
    Amounts ofPod = amounts(spec.getResources().getRequestsMap());
    if (!ofPod.names().isEmpty()) {
      needed = replaced(needed, ofPod);
    }
    return needed.plus(amounts(spec.getOverheadMap())).plus(Amounts.of(Map.of(Amounts.PODS, 1L)));
  }

  /** Requests of the pod as a whole stand in place of those of its containers. */
  private static Amounts replaced(Amounts amounts, Amounts by) {
    Map<String, Long> result = new HashMap<>();
    amounts.names().forEach(name -> result.put(name, amounts.get(name)));
    by.names().forEach(name -> result.put(name, by.get(name)));
    return Amounts.of(result);
  }

  private static Amounts requests(Container container) {
    Map<String, Quantity> requests = new HashMap<>(container.getResources().getLimitsMap());
    requests.putAll(container.getResources().getRequestsMap());
    return amounts(requests);
  }

  private static Amounts amounts(Map<String, Quantity> quantities) {
    Map<String, Long> amounts = new HashMap<>();
    quantities.forEach(
        (name, quantity) -> amounts.put(name, Quantities.amount(name, quantity.getString())));
    return Amounts.of(amounts);
  }

  private void hostPorts() {
    for (Container container : spec.getContainersList()) {
      for (ContainerPort port : container.getPortsList()) {
        if (port.getHostPort() > 0) {
          String protocol = port.getProtocol().isEmpty() ? "TCP" : port.getProtocol();
          alone.add("host port " + port.getHostPort() + "/" + protocol);
        }
      }
    }
  }

  /** A pod that keeps away from its like has a node that none of them is on. */
  private void podAffinity() {
    for (PodAffinityTerm term :
        spec.getAffinity()
            .getPodAntiAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecutionList()) {
      if (term.getTopologyKey().equals(HOSTNAME) && selects(term.getLabelSelector())) {
        alone.add("keeps away from " + text(term.getLabelSelector()));
      } else {
        unmodelled.add("keeps away from other pods by " + term.getTopologyKey());
      }
    }
    if (spec.getAffinity().getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecutionCount()
        > 0) {
      unmodelled.add("wants to be near other pods");
    }
  }

  private boolean selects(LabelSelector selector) {
    Map<String, String> labels = pod.getMetadata().getLabelsMap();
    return labels.entrySet().containsAll(selector.getMatchLabelsMap().entrySet())
        && selector.getMatchExpressionsList().stream()
            .allMatch(
                one ->
                    new Requirement(one.getKey(), operator(one.getOperator()), one.getValuesList())
                        .isMetBy(labels));
  }

  private String text(LabelSelector selector) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(selector.getMatchLabelsMap()).forEach((k, v) -> parts.add(k + "=" + v));
    selector
        .getMatchExpressionsList()
        .forEach(
            one -> parts.add(one.getKey() + " " + one.getOperator() + " " + one.getValuesList()));
    return pod.getMetadata().getNamespace() + " " + String.join(",", parts);
  }

  private void others() {
    spec.getTopologySpreadConstraintsList().stream()
        .filter(spread -> !spread.getWhenUnsatisfiable().equals("ScheduleAnyway"))
        .forEach(spread -> unmodelled.add("is spread by " + spread.getTopologyKey()));
    if (spec.getVolumesList().stream()
        .anyMatch(volume -> volume.getVolumeSource().hasPersistentVolumeClaim())) {
      unmodelled.add("has a volume that may be in one zone");
    }
    if (spec.getResourceClaimsCount() > 0) {
      unmodelled.add("claims devices");
    }
    if (spec.getAffinity()
            .getNodeAffinity()
            .getPreferredDuringSchedulingIgnoredDuringExecutionCount()
        > 0) {
      unmodelled.add("prefers some nodes");
    }
  }

  private NodeRules rules() {
    return new NodeRules(
        spec.getNodeSelectorMap(),
        spec
            .getAffinity()
            .getNodeAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .getNodeSelectorTermsList()
            .stream()
            .map(this::term)
            .toList(),
        spec.getTolerationsList().stream().map(PodForm::toleration).toList());
  }

  private List<Requirement> term(NodeSelectorTerm term) {
    if (term.getMatchFieldsCount() > 0) {
      unmodelled.add("wants a node by name");
    }
    return term.getMatchExpressionsList().stream().map(PodForm::requirement).toList();
  }

  private static Requirement requirement(NodeSelectorRequirement one) {
    return new Requirement(one.getKey(), operator(one.getOperator()), one.getValuesList());
  }

  private static Requirement.Operator operator(String name) {
    return switch (name) {
      case "In" -> Requirement.Operator.IN;
      case "NotIn" -> Requirement.Operator.NOT_IN;
      case "Exists" -> Requirement.Operator.EXISTS;
      case "DoesNotExist" -> Requirement.Operator.DOES_NOT_EXIST;
      case "Gt" -> Requirement.Operator.GT;
      case "Lt" -> Requirement.Operator.LT;
      default -> Requirement.Operator.UNKNOWN;
    };
  }

  private static Toleration toleration(io.gpupool.proto.kubernetes.Toleration one) {
    return new Toleration(
        one.getKey(), one.getOperator().equals("Exists"), one.getValue(), one.getEffect());
  }
}
