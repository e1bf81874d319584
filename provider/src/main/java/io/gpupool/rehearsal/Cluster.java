package io.gpupool.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The cluster around the autoscaler: nodes that join when their machines have booted, pods that
 * wait, run and finish, and a scheduler that puts each where most is left, as Kubernetes' does by
 * default.
 */
final class Cluster {

  private final Flags flags;
  private final Function<String, Optional<TemplateNode>> kinds;
  private final Timeline timeline;
  private final Map<String, ClusterNode> nodes = new LinkedHashMap<>();
  private final Map<String, Duration> busy = new HashMap<>();
  private final Map<Job, Instant> waiting = new LinkedHashMap<>();
  private Duration longestWait = Duration.ZERO;
  private int finished;

  /**
   * @param kinds what the nodes of a group are
   */
  Cluster(Flags flags, Function<String, Optional<TemplateNode>> kinds, Timeline timeline) {
    this.flags = flags;
    this.kinds = kinds;
    this.timeline = timeline;
  }

  Collection<ClusterNode> nodes() {
    return nodes.values();
  }

  Optional<ClusterNode> node(String providerId) {
    return Optional.ofNullable(nodes.get(providerId));
  }

  /** Pods without a node, oldest first, and since when they wait. */
  Map<Job, Instant> waiting() {
    return waiting;
  }

  int running() {
    return nodes.values().stream().mapToInt(node -> node.running().size()).sum();
  }

  /** The longest that any pod has waited for its start. */
  Duration longestWait() {
    return longestWait;
  }

  int finished() {
    return finished;
  }

  /** When the next pod finishes. */
  Optional<Instant> nextFinish() {
    return nodes.values().stream()
        .flatMap(node -> node.running().values().stream())
        .min(Comparator.naturalOrder());
  }

  /** For how long a machine has had pods, until {@code now}. */
  Duration busy(String providerId, Instant now) {
    ClusterNode node = nodes.get(providerId);
    return node == null ? busy.getOrDefault(providerId, Duration.ZERO) : node.busy(now);
  }

  /** New pods. */
  void submit(List<Job> jobs, Instant now) {
    jobs.forEach(job -> waiting.put(job, now));
    timeline.podsArrived(jobs.size());
  }

  /** Time has passed: nodes come and go, pods finish and start. */
  void advance(Collection<Machine> machines, Instant now) {
    finishPods(now);
    Map<String, Machine> present = new HashMap<>();
    for (Machine machine : machines) {
      if (machine.ended().isEmpty() && machine.leaving().isEmpty()) {
        present.put(machine.providerId(), machine);
      }
    }
    removeNodes(present, now);
    present.values().stream()
        .sorted(Comparator.comparing(Machine::providerId))
        .forEach(machine -> join(machine, now));
    startPods(now);
  }

  private void finishPods(Instant now) {
    for (ClusterNode node : nodes.values()) {
      Map<Job, Instant> done = new LinkedHashMap<>(node.running());
      done.values().removeIf(end -> end.isAfter(now));
      done.forEach(
          (job, end) -> {
            node.finish(job, end);
            finished++;
            timeline.podFinished();
          });
    }
  }

  /** Nodes whose machines are going take their pods with them; those wait again. */
  private void removeNodes(Map<String, Machine> present, Instant now) {
    Iterator<ClusterNode> all = nodes.values().iterator();
    while (all.hasNext()) {
      ClusterNode node = all.next();
      if (!present.containsKey(node.providerId())) {
        List.copyOf(node.running().keySet())
            .forEach(
                job -> {
                  node.finish(job, now);
                  waiting.put(job, now);
                  timeline.podLost(node);
                });
        busy.put(node.providerId(), node.busy(now));
        all.remove();
      }
    }
  }

  private void join(Machine machine, Instant now) {
    if (nodes.containsKey(machine.providerId()) || machine.booted().isEmpty()) {
      return;
    }
    Instant joins = machine.booted().get().plus(flags.joining());
    Optional<TemplateNode> kind = kinds.apply(machine.group());
    if (joins.isAfter(now) || kind.isEmpty()) {
      return;
    }
    Duration gpuReady = kind.get().allocatable().gpus() > 0 ? flags.gpuReady() : Duration.ZERO;
    ClusterNode node =
        new ClusterNode(
            machine.providerId(), machine.group(), kind.get(), joins, joins.plus(gpuReady));
    nodes.put(machine.providerId(), node);
    timeline.nodeJoined(node);
  }

  private void startPods(Instant now) {
    List<Job> started = new ArrayList<>();
    Set<Resources> tooMuch = new HashSet<>();
    waiting.forEach(
        (job, since) -> {
          if (tooMuch.contains(job.requests())) {
            return;
          }
          place(job, now)
              .ifPresentOrElse(
                  node -> {
                    node.start(job, now);
                    Duration waited = Duration.between(since, now);
                    longestWait = waited.compareTo(longestWait) > 0 ? waited : longestWait;
                    started.add(job);
                    timeline.podStarted();
                  },
                  () -> tooMuch.add(job.requests()));
        });
    started.forEach(waiting::remove);
  }

  private Optional<ClusterNode> place(Job job, Instant now) {
    return nodes.values().stream()
        .filter(node -> node.isReady(now) && !node.isLeaving())
        .filter(node -> job.requests().fitsInto(node.free()))
        .max(
            Comparator.comparingDouble((ClusterNode node) -> leastAllocated(node, job))
                .thenComparing(ClusterNode::providerId, Comparator.reverseOrder()));
  }

  /** Kubernetes' default score: the mean of what would be left of processors and memory. */
  private static double leastAllocated(ClusterNode node, Job job) {
    Resources left = node.free().minus(job.requests());
    Resources whole = node.kind().allocatable();
    return left.milliCpu() / (double) whole.milliCpu()
        + left.memoryBytes() / (double) whole.memoryBytes();
  }
}
