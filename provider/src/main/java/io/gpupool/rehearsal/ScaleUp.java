package io.gpupool.rehearsal;

import io.gpupool.rehearsal.LeastWaste.Option;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The part of the autoscaler's loop that adds nodes: at most one group is enlarged per loop. */
final class ScaleUp {

  private final Flags flags;
  private final ProviderClient provider;
  private final Backoffs backoffs;
  private final Expander expander;
  private final Timeline timeline;

  ScaleUp(
      Flags flags,
      ProviderClient provider,
      Backoffs backoffs,
      Expander expander,
      Timeline timeline) {
    this.expander = expander;
    this.flags = flags;
    this.provider = provider;
    this.backoffs = backoffs;
    this.timeline = timeline;
  }

  /** Pods that fit neither the nodes that are there nor those that are coming. */
  List<Job> withoutAPlace(Cluster cluster, Collection<GroupWatch> groups, Instant now) {
    List<Resources> free = new ArrayList<>();
    for (ClusterNode node : cluster.nodes()) {
      if (node.isReady(now) && !node.isLeaving()) {
        free.add(node.free());
      }
    }
    for (GroupWatch group : groups) {
      if (group.isGrowing() && !backoffs.isBackedOff(group.id(), now)) {
        Optional<TemplateNode> template = provider.template(group.id());
        for (int k = 0; template.isPresent() && k < group.upcoming(now); k++) {
          free.add(template.get().allocatable());
        }
      }
    }
    List<Job> left = new ArrayList<>();
    Set<Resources> tooMuch = new HashSet<>();
    for (Job job : cluster.waiting().keySet()) {
      if (tooMuch.contains(job.requests()) || !takeFrom(free, job)) {
        tooMuch.add(job.requests());
        left.add(job);
      }
    }
    return left;
  }

  private static boolean takeFrom(List<Resources> free, Job job) {
    for (int k = 0; k < free.size(); k++) {
      if (job.requests().fitsInto(free.get(k))) {
        free.set(k, free.get(k).minus(job.requests()));
        return true;
      }
    }
    return false;
  }

  /** Whether the pods are so young that more may be about to come. */
  boolean shouldWait(List<Job> jobs, Map<Job, Instant> waiting, Instant now) {
    boolean gpus = jobs.stream().anyMatch(job -> job.requests().gpus() > 0);
    Instant oldest = jobs.stream().map(waiting::get).min(Instant::compareTo).orElse(Instant.MIN);
    return oldest.plus(gpus ? flags.gpuPodWait() : flags.podWait()).isAfter(now);
  }

  /** What became of an attempt to enlarge a group. */
  enum Attempt {
    ENLARGED,
    REFUSED,
    /** Every group that would help is full or left alone. */
    NO_OPTION
  }

  /** Enlarges the best group, if one can be. */
  Attempt enlarge(List<Job> jobs, Collection<GroupWatch> groups, Instant now) {
    List<Option> options = new ArrayList<>();
    for (GroupWatch group : groups) {
      if (!backoffs.isBackedOff(group.id(), now)) {
        option(group, jobs).ifPresent(options::add);
      }
    }
    Optional<Option> best = expander.best(options);
    if (best.isEmpty()) {
      return Attempt.NO_OPTION;
    }
    GroupWatch group =
        groups.stream().filter(g -> g.id().equals(best.get().group())).findFirst().orElseThrow();
    int before = provider.targetSize(group.id());
    int delta = Math.min(best.get().estimate().nodes(), group.max() - before);
    try {
      provider.increase(group.id(), delta);
    } catch (StatusRuntimeException refusal) {
      Instant until = backoffs.failed(group.id(), now);
      timeline.tell(
          new RehearsalEvent.ScaleUpRefused(
              now, group.id(), delta, ProviderClient.reason(refusal)));
      timeline.tell(
          new RehearsalEvent.NodesFailed(now, group.id(), delta, "cloudProviderError", until));
      return Attempt.REFUSED;
    }
    group.requested(delta, now.plus(provider.provisionTime(group.id())));
    timeline.tell(
        new RehearsalEvent.ScaledUp(
            now, group.id(), before, before + delta, best.get().estimate().jobs().size()));
    return Attempt.ENLARGED;
  }

  private Optional<Option> option(GroupWatch group, List<Job> jobs) {
    int room = group.max() - provider.targetSize(group.id());
    Optional<TemplateNode> template = provider.template(group.id());
    if (room <= 0 || template.isEmpty()) {
      return Optional.empty();
    }
    Estimate estimate = Estimate.of(jobs, template.get(), Math.min(room, flags.nodesPerScaleUp()));
    return estimate.jobs().isEmpty()
        ? Optional.empty()
        : Optional.of(new Option(group.id(), template.get(), estimate));
  }
}
