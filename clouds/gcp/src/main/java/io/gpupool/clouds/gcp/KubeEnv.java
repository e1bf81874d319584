package io.gpupool.clouds.gcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * What the metadata {@code kube-env} of GKE's nodes says, as far as it is about what a node will
 * look like. The rest of it is long, and secret in part, so it isn't kept.
 *
 * @param values by name
 */
record KubeEnv(Map<String, String> values) {

  /** The metadata's key. */
  static final String KEY = "kube-env";

  private static final String AUTOSCALER = "AUTOSCALER_ENV_VARS";
  private static final String LABELS = "NODE_LABELS";
  private static final String TAINTS = "NODE_TAINTS";
  private static final String ARGUMENTS = "KUBELET_TEST_ARGS";
  private static final List<String> LOOKED_AT = List.of(AUTOSCALER, LABELS, TAINTS, ARGUMENTS);
  private static final String KUBE_RESERVED = "--kube-reserved=";

  KubeEnv {
    values = Map.copyOf(values);
  }

  /**
   * Reads the metadata's text, a YAML map.
   *
   * @return empty if it isn't one
   */
  static Optional<KubeEnv> parse(String text) {
    try {
      LoadSettings settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
      if (!(new Load(settings).loadFromString(text) instanceof Map<?, ?> map)) {
        return Optional.empty();
      }
      Map<String, String> kept = new LinkedHashMap<>();
      for (String name : LOOKED_AT) {
        if (map.get(name) instanceof String value) {
          kept.put(name, value);
        }
      }
      return Optional.of(new KubeEnv(kept));
    } catch (YamlEngineException garbage) {
      return Optional.empty();
    }
  }

  /**
   * What it says to the autoscaler. Labels and taints of old nodes and reserved resources are
   * elsewhere in it.
   */
  NodeVariables variables() {
    Map<String, String> found =
        new LinkedHashMap<>(NodeVariables.parse(values.getOrDefault(AUTOSCALER, "")).values());
    if (values.containsKey(LABELS)) {
      found.putIfAbsent(NodeVariables.LABELS, values.get(LABELS));
    }
    if (values.containsKey(TAINTS)) {
      found.putIfAbsent(NodeVariables.TAINTS, values.get(TAINTS));
    }
    for (String argument : values.getOrDefault(ARGUMENTS, "").split("\\s+", -1)) {
      if (argument.startsWith(KUBE_RESERVED)) {
        found.putIfAbsent(NodeVariables.KUBE_RESERVED, argument.substring(KUBE_RESERVED.length()));
      }
    }
    return new NodeVariables(found);
  }
}
