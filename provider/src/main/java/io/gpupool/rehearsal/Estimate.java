package io.gpupool.rehearsal;

import io.gpupool.packing.NodeRules;
import io.gpupool.packing.PodClass;
import io.gpupool.packing.ScaleUpEstimate;
import io.gpupool.packing.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What new nodes of one group could do, as the autoscaler estimates it. Pods that ask for the same
 * are alike; those that have waited longest come first.
 *
 * @param nodes new nodes with at least one pod
 * @param jobs the pods that they would hold
 */
record Estimate(int nodes, List<Job> jobs) {

  Estimate {
    jobs = List.copyOf(jobs);
  }

  /**
   * Estimates for a group.
   *
   * @param jobs the pods that have no place
   * @param mostNodes how many nodes may be added
   */
  static Estimate of(List<Job> jobs, TemplateNode template, int mostNodes) {
    Map<Resources, List<Job>> alike = new LinkedHashMap<>();
    jobs.forEach(job -> alike.computeIfAbsent(job.requests(), any -> new ArrayList<>()).add(job));
    List<List<Job>> classes = List.copyOf(alike.values());
    ScaleUpEstimate estimate =
        ScaleUpEstimate.of(
            classes.stream().map(each -> podClass(each.get(0))).toList(),
            classes.stream().map(List::size).toList(),
            shape(template, mostNodes),
            mostNodes);
    List<Job> placed = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      placed.addAll(classes.get(c).subList(0, estimate.podsByClass().get(c)));
    }
    return new Estimate(estimate.nodes(), placed);
  }

  private static PodClass podClass(Job one) {
    return new PodClass(
        one.name(), one.requests().amounts(), NodeRules.ANY, Set.of(), Optional.empty(), Set.of());
  }

  /** The model's pods tolerate every taint and ask for no label, and what it costs is no matter. */
  private static Shape shape(TemplateNode template, int room) {
    return new Shape(
        "",
        template.capacity().amounts(),
        template.allocatable().amounts(),
        Map.of(),
        List.of(),
        0,
        Optional.empty(),
        room,
        0,
        0);
  }
}
