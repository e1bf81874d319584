package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.Declared;
import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.clouds.api.NodeSystem.Distribution;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.Taint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What variables come to: labels, taints, resources and options of nodes, and their system. */
final class NodeDeclaration {

  /** A label with this prefix states a resource. */
  private static final String RESOURCE_LABEL = "clusterautoscaler-nodetemplate-resources.";

  /** Kubernetes' notation of quantities, without exponents. */
  private static final String QUANTITY = "\\d{1,18}(\\.\\d{1,9})?([numkMGTPE]|[KMGTPE]i)?";

  private static final Set<String> OPTIONS =
      Set.of(
          "scaledownutilizationthreshold",
          "scaledowngpuutilizationthreshold",
          "scaledownunneededtime",
          "scaledownunreadytime",
          "maxnodeprovisiontime",
          "zeroormaxnodescaling",
          "ignoredaemonsetsutilization");

  private final NodeVariables variables;
  private final String subject;
  private final List<ReadingProblem> problems;

  /**
   * @param subject the group, for problems
   * @param problems where variables that make no sense are reported
   */
  NodeDeclaration(NodeVariables variables, String subject, List<ReadingProblem> problems) {
    this.variables = variables;
    this.subject = subject;
    this.problems = problems;
  }

  Declared declared() {
    Map<String, String> labels = pairs(NodeVariables.LABELS, "key=value");
    Map<String, String> resources = new LinkedHashMap<>();
    labels.forEach(
        (key, value) -> {
          if (key.startsWith(RESOURCE_LABEL)) {
            resource(resources, key.substring(RESOURCE_LABEL.length()), value);
          }
        });
    pairs(NodeVariables.RESOURCES, "name=quantity")
        .forEach((name, quantity) -> resource(resources, name, quantity));
    return new Declared(labels, taints(), resources, options());
  }

  /**
   * @param guess whose image it seems to be, if nobody says
   * @param inGke whether GKE made the node; elsewhere a kubelet keeps nothing for the system unless
   *     somebody says so
   */
  NodeSystem system(Distribution guess, boolean inGke, boolean confidential) {
    String os = variables.text(NodeVariables.OS).orElse("linux").toLowerCase(Locale.ROOT);
    Distribution distribution =
        variables.text(NodeVariables.DISTRIBUTION).map(this::distribution).orElse(guess);
    boolean windows = os.equals("windows") || distribution == Distribution.WINDOWS;
    boolean reserves = variables.text(NodeVariables.KUBE_RESERVED).isPresent();
    return new NodeSystem(
        windows ? "windows" : "linux",
        windows ? Distribution.WINDOWS : distribution,
        reserves || !inGke
            ? Optional.of(amounts(NodeVariables.KUBE_RESERVED, "cpu=100m", QUANTITY))
            : Optional.empty(),
        amounts(
            NodeVariables.EVICTION, "memory.available=100Mi", QUANTITY + "|\\d{1,3}(\\.\\d+)?%"),
        localSsds(),
        confidential);
  }

  /** The processor's architecture in Kubernetes' words, if anybody says. */
  Optional<String> architecture() {
    return variables
        .text(NodeVariables.ARCHITECTURE)
        .map(text -> text.toLowerCase(Locale.ROOT))
        .filter(text -> text.equals("amd64") || text.equals("arm64"));
  }

  private int localSsds() {
    Optional<String> count = variables.text(NodeVariables.LOCAL_SSDS);
    if (count.isEmpty() || count.get().matches("\\d{1,3}")) {
      return count.map(Integer::parseInt).orElse(0);
    }
    complain(NodeVariables.LOCAL_SSDS, count.get(), "a number");
    return 0;
  }

  private Distribution distribution(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "cos", "cos_containerd" -> Distribution.COS;
      case "ubuntu", "ubuntu_containerd" -> Distribution.UBUNTU;
      case "windows_ltsc", "windows_sac", "windows" -> Distribution.WINDOWS;
      default -> Distribution.OTHER;
    };
  }

  private List<Taint> taints() {
    List<Taint> taints = new ArrayList<>();
    for (String part : variables.text(NodeVariables.TAINTS).orElse("").split(",", -1)) {
      String text = part.strip();
      if (text.isEmpty()) {
        continue;
      }
      int colon = text.lastIndexOf(':');
      String before = text.substring(0, Math.max(0, colon));
      int equals = before.indexOf('=');
      try {
        taints.add(
            new Taint(
                equals < 0 ? before : before.substring(0, equals),
                equals < 0 ? "" : before.substring(equals + 1),
                text.substring(colon + 1)));
      } catch (IllegalArgumentException senseless) {
        complain(NodeVariables.TAINTS, text, "key=value:NoSchedule, or another effect");
      }
    }
    return taints;
  }

  private OptionOverrides options() {
    Map<String, String> options = new LinkedHashMap<>();
    variables
        .values()
        .forEach(
            (name, value) -> {
              if (OPTIONS.contains(name.toLowerCase(Locale.ROOT))) {
                options.put(name, value);
              }
            });
    return OptionOverrides.read(
        options, (name, expected) -> complain(name, options.getOrDefault(name, ""), expected));
  }

  private void resource(Map<String, String> resources, String name, String quantity) {
    if (quantity.matches(QUANTITY)) {
      resources.put(name, quantity);
    } else {
      complain(name, quantity, "a quantity such as 7 or 16Gi");
    }
  }

  private Map<String, String> amounts(String name, String expected, String form) {
    Map<String, String> amounts = new LinkedHashMap<>();
    pairs(name, expected)
        .forEach(
            (key, amount) -> {
              if (amount.matches(form)) {
                amounts.put(key, amount);
              } else {
                complain(name, key + "=" + amount, expected);
              }
            });
    return amounts;
  }

  private Map<String, String> pairs(String name, String expected) {
    return variables.pairs(name, senseless -> complain(name, senseless, expected));
  }

  private void complain(String name, String value, String expected) {
    problems.add(
        new ReadingProblem(
            subject,
            "its instance template says %s of its nodes, '%s', which is ignored; expected %s"
                .formatted(name, value, expected)));
  }
}
