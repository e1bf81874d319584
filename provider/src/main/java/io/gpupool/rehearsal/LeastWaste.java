package io.gpupool.rehearsal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The autoscaler's default way of choosing a group: the one whose new nodes leave the smallest
 * parts of their processors and memory unused. It sees neither GPUs nor prices. Ties go by name,
 * where the autoscaler leaves them to chance.
 */
final class LeastWaste {

  /**
   * A group that could be enlarged.
   *
   * @param group its id
   * @param template its nodes
   * @param estimate what it could do
   */
  record Option(String group, TemplateNode template, Estimate estimate) {

    double waste() {
      double cpu = (double) template.capacity().milliCpu() * estimate.nodes();
      double memory = (double) template.capacity().memoryBytes() * estimate.nodes();
      Resources asked =
          estimate.jobs().stream().map(Job::requests).reduce(Resources.NONE, Resources::plus);
      return (cpu - asked.milliCpu()) / cpu + (memory - asked.memoryBytes()) / memory;
    }
  }

  private LeastWaste() {}

  static Optional<Option> best(List<Option> options) {
    return options.stream()
        .min(Comparator.comparingDouble(Option::waste).thenComparing(Option::group));
  }
}
