package io.gpupool.clouds.gcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an instance template says to the autoscaler about its nodes, in the words that GKE has:
 * names and values, {@code node_labels=a=b,c=d;node_taints=k=v:NoSchedule;os_distribution=cos}. On
 * a node of GKE they are in {@code kube-env}; whoever runs a cluster of his own writes them into
 * the metadata {@value #KEY}.
 *
 * @param values by name
 */
record NodeVariables(Map<String, String> values) {

  /** Metadata of an instance template outside GKE. */
  static final String KEY = "cluster-autoscaler-env-vars";

  static final String LABELS = "node_labels";
  static final String TAINTS = "node_taints";
  static final String KUBE_RESERVED = "kube_reserved";
  static final String RESOURCES = "extended_resources";
  static final String OS = "os";
  static final String DISTRIBUTION = "os_distribution";
  static final String ARCHITECTURE = "arch";
  static final String LOCAL_SSDS = "ephemeral_storage_local_ssd_count";
  static final String EVICTION = "evictionHard";

  NodeVariables {
    values = Map.copyOf(values);
  }

  /** Reads names and values, separated by semicolons. What has no value is left out. */
  static NodeVariables parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        values.put(part.substring(0, equals).strip(), unquoted(part.substring(equals + 1)));
      }
    }
    values.remove("");
    return new NodeVariables(values);
  }

  /** These, and where they say the same thing the others. */
  NodeVariables overriddenBy(NodeVariables others) {
    Map<String, String> merged = new LinkedHashMap<>(values);
    merged.putAll(others.values);
    return new NodeVariables(merged);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * The parts of a value that is a list, {@code a=b,c=d}.
   *
   * @param complaint told each part that isn't of that form
   */
  Map<String, String> pairs(String name, Consumer<String> complaint) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String part : text(name).orElse("").split(",", -1)) {
      String pair = part.strip();
      // eviction thresholds are written with the sign that they stand for
      int equals = pair.indexOf(name.equals(EVICTION) && pair.contains("<") ? '<' : '=');
      if (equals > 0) {
        pairs.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      } else if (!pair.isEmpty()) {
        complaint.accept(pair);
      }
    }
    return pairs;
  }

  private static String unquoted(String value) {
    String bare = value.strip();
    while (bare.length() > 1
        && (bare.startsWith("\"") || bare.startsWith("'"))
        && bare.endsWith(bare.substring(0, 1))) {
      bare = bare.substring(1, bare.length() - 1);
    }
    return bare;
  }
}
