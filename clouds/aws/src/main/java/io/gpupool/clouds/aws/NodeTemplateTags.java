package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.Declared;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.Taint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/**
 * What a group's tags say of its nodes, in the words that the Cluster Autoscaler has established on
 * AWS: {@code k8s.io/cluster-autoscaler/node-template/label/<key>} = value, {@code …/taint/<key>} =
 * value:effect, {@code …/resources/<name>} = quantity, {@code …/autoscaling-options/<key>} = value.
 */
final class NodeTemplateTags {

  private static final String PREFIX = "k8s.io/cluster-autoscaler/node-template/";
  private static final String LABEL = PREFIX + "label/";
  private static final String TAINT = PREFIX + "taint/";
  private static final String RESOURCE = PREFIX + "resources/";

  private static final String OPTION = PREFIX + "autoscaling-options/";

  /** Kubernetes' notation of quantities, without exponents. */
  private static final String QUANTITY = "\\d+(\\.\\d+)?([numkMGTPE]|[KMGTPE]i)?";

  private NodeTemplateTags() {}

  /**
   * @param subject the group, for problems
   * @param problems where tags that make no sense are reported
   */
  static Declared of(List<TagDescription> tags, String subject, List<ReadingProblem> problems) {
    Map<String, String> labels = new LinkedHashMap<>();
    List<Taint> taints = new ArrayList<>();
    Map<String, String> resources = new LinkedHashMap<>();
    Map<String, String> options = new LinkedHashMap<>();
    for (TagDescription tag : tags) {
      String key = tag.key();
      String value = tag.value() == null ? "" : tag.value();
      if (key.startsWith(LABEL)) {
        labels.put(key.substring(LABEL.length()), value);
      } else if (key.startsWith(TAINT)) {
        int colon = value.lastIndexOf(':');
        try {
          taints.add(
              new Taint(
                  key.substring(TAINT.length()),
                  value.substring(0, Math.max(0, colon)),
                  value.substring(colon + 1)));
        } catch (IllegalArgumentException senseless) {
          problems.add(senseless(subject, key, value, "value:NoSchedule, or another effect"));
        }
      } else if (key.startsWith(RESOURCE)) {
        if (value.matches(QUANTITY)) {
          resources.put(key.substring(RESOURCE.length()), value);
        } else {
          problems.add(senseless(subject, key, value, "a quantity such as 7 or 16Gi"));
        }
      } else if (key.startsWith(OPTION)) {
        options.put(key.substring(OPTION.length()), value);
      }
    }
    return new Declared(
        labels,
        taints,
        resources,
        OptionOverrides.read(
            options,
            (key, expected) ->
                problems.add(
                    senseless(subject, OPTION + key, options.getOrDefault(key, ""), expected))));
  }

  /** What EKS writes on the nodes of its managed node groups, whose groups it tags. */
  static Map<String, String> eksLabels(List<TagDescription> tags, boolean spot) {
    return tags.stream()
        .filter(tag -> tag.key().equals("eks:nodegroup-name"))
        .findFirst()
        .map(
            tag ->
                Map.of(
                    "eks.amazonaws.com/nodegroup",
                    tag.value(),
                    "eks.amazonaws.com/capacityType",
                    spot ? "SPOT" : "ON_DEMAND"))
        .orElse(Map.of());
  }

  private static ReadingProblem senseless(
      String subject, String key, String value, String expected) {
    return new ReadingProblem(
        subject,
        "its tag %s has the value '%s', which is ignored; expected %s"
            .formatted(key, value, expected));
  }
}
