package io.gpupool.rehearsal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The autoscaler's estimate of how many nodes of one group a set of pods takes: first fit
 * decreasing over pods that are alike. Where the autoscaler breaks ties by chance, this breaks them
 * by request.
 */
final class Estimator {

  /**
   * What a group could do.
   *
   * @param nodes new nodes with at least one pod
   * @param jobs the pods that they would hold
   */
  record Estimate(int nodes, List<Job> jobs) {}

  private final TemplateNode template;
  private final int mostNodes;
  private final List<Resources> free = new ArrayList<>();
  private final List<Boolean> used = new ArrayList<>();
  private final List<Job> placed = new ArrayList<>();

  private Estimator(TemplateNode template, int mostNodes) {
    this.template = template;
    this.mostNodes = mostNodes;
  }

  /**
   * @param jobs the pods that have no place
   * @param mostNodes how many nodes may be added
   */
  static Estimate estimate(List<Job> jobs, TemplateNode template, int mostNodes) {
    Estimator estimator = new Estimator(template, mostNodes);
    for (List<Job> alike : inOrder(jobs, template)) {
      estimator.place(alike);
    }
    int nodes = (int) estimator.used.stream().filter(Boolean::booleanValue).count();
    return new Estimate(nodes, estimator.placed);
  }

  /** Those that fit a fresh node, the ones that take the largest part of it first. */
  private static List<List<Job>> inOrder(List<Job> jobs, TemplateNode template) {
    Map<Resources, List<Job>> alike = new LinkedHashMap<>();
    for (Job job : jobs) {
      if (job.requests().fitsInto(template.allocatable())) {
        alike.computeIfAbsent(job.requests(), first -> new ArrayList<>()).add(job);
      }
    }
    Resources whole = template.allocatable();
    Comparator<Resources> byShare =
        Comparator.comparingDouble(
            requests ->
                -(requests.milliCpu() / (double) whole.milliCpu()
                    + requests.memoryBytes() / (double) whole.memoryBytes()));
    return alike.entrySet().stream()
        .sorted(
            Map.Entry.comparingByKey(
                byShare
                    .thenComparing(Resources::gpus, Comparator.reverseOrder())
                    .thenComparing(Resources::milliCpu)
                    .thenComparing(Resources::memoryBytes)))
        .map(Map.Entry::getValue)
        .toList();
  }

  private void place(List<Job> alike) {
    int next = 0;
    int node = 0;
    while (next < alike.size() && node < free.size()) {
      if (put(alike.get(next), node)) {
        next++;
      } else {
        node++;
      }
    }
    while (next < alike.size()) {
      int last = free.size() - 1;
      if (last >= 0 && put(alike.get(next), last)) {
        next++;
      } else if (last >= 0 && !used.get(last)) {
        return; // it doesn't fit an empty node either
      } else if (free.size() >= mostNodes) {
        return;
      } else {
        free.add(template.allocatable());
        used.add(false);
      }
    }
  }

  private boolean put(Job job, int node) {
    if (!job.requests().fitsInto(free.get(node))) {
      return false;
    }
    free.set(node, free.get(node).minus(job.requests()));
    used.set(node, true);
    placed.add(job);
    return true;
  }
}
