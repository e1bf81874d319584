package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.Declared;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.Taint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the tags of a scale set say of its nodes. A tag's name can't hold a slash: there an
 * underscore stands for it, and {@code ~2} for an underscore.
 */
final class NodeTags {

  private static final String PREFIX = "k8s.io_cluster-autoscaler_node-template_";
  private static final String LABEL = PREFIX + "label_";
  private static final String TAINT = PREFIX + "taint_";
  private static final String RESOURCE = PREFIX + "resources_";
  private static final String OPTION = PREFIX + "autoscaling-options_";
  private static final String QUANTITY = "\\d{1,18}(\\.\\d{1,9})?([numkMGTPE]|[KMGTPE]i)?";

  private final String subject;
  private final List<ReadingProblem> problems;

  /**
   * @param subject the group, for problems
   * @param problems where tags that make no sense are reported
   */
  NodeTags(String subject, List<ReadingProblem> problems) {
    this.subject = subject;
    this.problems = problems;
  }

  Declared declared(Map<String, String> tags) {
    Map<String, String> labels = new LinkedHashMap<>();
    List<Taint> taints = new ArrayList<>();
    Map<String, String> resources = new LinkedHashMap<>();
    Map<String, String> options = new LinkedHashMap<>();
    tags.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            tag -> {
              String key = tag.getKey();
              String value = tag.getValue();
              if (key.startsWith(LABEL)) {
                labels.put(decoded(key, LABEL), value);
              } else if (key.startsWith(TAINT)) {
                taint(decoded(key, TAINT), key, value, taints);
              } else if (key.startsWith(RESOURCE)) {
                resource(decoded(key, RESOURCE), key, value, resources);
              } else if (key.startsWith(OPTION)) {
                options.put(key.substring(OPTION.length()), value);
              }
            });
    return new Declared(
        labels,
        taints,
        resources,
        OptionOverrides.read(
            options,
            (key, expected) -> complain(OPTION + key, options.getOrDefault(key, ""), expected)));
  }

  private void taint(String key, String tag, String value, List<Taint> taints) {
    int colon = value.lastIndexOf(':');
    try {
      taints.add(
          new Taint(key, value.substring(0, Math.max(0, colon)), value.substring(colon + 1)));
    } catch (IllegalArgumentException senseless) {
      complain(tag, value, "value:NoSchedule, or another effect");
    }
  }

  private void resource(String name, String tag, String value, Map<String, String> resources) {
    if (value.matches(QUANTITY)) {
      resources.put(name, value);
    } else {
      complain(tag, value, "a quantity such as 7 or 16Gi");
    }
  }

  private void complain(String tag, String value, String expected) {
    problems.add(
        new ReadingProblem(
            subject,
            "its tag %s says '%s', which is ignored; expected %s".formatted(tag, value, expected)));
  }

  private static String decoded(String key, String prefix) {
    return key.substring(prefix.length()).replace('_', '/').replace("~2", "_");
  }
}
