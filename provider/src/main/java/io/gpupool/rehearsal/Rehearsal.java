package io.gpupool.rehearsal;

import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Lets the autoscaler's loop run against a server, on simulated time, from the first pod to the
 * last node: pods arrive, nodes come, pods run, nodes go. Stretches in which nothing can happen are
 * skipped.
 */
public final class Rehearsal {

  /** After so long without any progress, pods that still wait are given up. */
  private static final Duration HOPELESS = Duration.ofHours(2);

  private final SimulatedTime time;
  private final MachineRoom machines;
  private final ToDoubleFunction<String> usdPerHour;
  private final Flags flags;
  private final Timeline timeline;
  private final ProviderClient provider;
  private final Cluster cluster;
  private final AutoscalerModel autoscaler;
  private final Pace pace;

  /** Called after every loop with the simulated time, to slow a rehearsal down for spectators. */
  @FunctionalInterface
  public interface Pace {
    void after(Instant now);
  }

  /** With the autoscaler's own expander. */
  public Rehearsal(
      Channel server,
      SimulatedTime time,
      MachineRoom machines,
      ToDoubleFunction<String> usdPerHour,
      Flags flags,
      Consumer<RehearsalEvent> spectator,
      Pace pace) {
    this(server, Optional.empty(), time, machines, usdPerHour, flags, spectator, pace);
  }

  /**
   * @param server a connection to the CloudProvider service
   * @param expander a connection to the Expander service, if that is asked before least-waste
   * @param time the clock of the server and of its clouds
   * @param machines what the clouds are running
   * @param usdPerHour what a machine of a group costs
   * @param spectator is told what happens
   * @param pace is called after every loop
   */
  public Rehearsal(
      Channel server,
      Optional<Channel> expander,
      SimulatedTime time,
      MachineRoom machines,
      ToDoubleFunction<String> usdPerHour,
      Flags flags,
      Consumer<RehearsalEvent> spectator,
      Pace pace) {
    this.time = time;
    this.machines = machines;
    this.usdPerHour = usdPerHour;
    this.flags = flags;
    this.pace = pace;
    this.timeline = new Timeline(spectator);
    this.provider = new ProviderClient(server, flags);
    this.cluster = new Cluster(flags, provider::template, timeline);
    this.autoscaler =
        new AutoscalerModel(
            flags,
            provider,
            expander.<Expander>map(ExpanderClient::new).orElse(LeastWaste::best),
            cluster,
            timeline);
  }

  /** Runs until every pod is done or given up and every idle node is gone. */
  public Outcome run(List<Job> jobs) {
    Instant start = time.instant();
    Deque<Job> arriving = new ArrayDeque<>(jobs);
    Instant lastProgress = start;
    int finishedBefore = 0;
    int nodesBefore = 0;
    int loops = 0;
    while (true) {
      Instant now = time.instant();
      List<Job> fresh = new ArrayList<>();
      while (!arriving.isEmpty() && !start.plus(arriving.peek().arrival()).isAfter(now)) {
        fresh.add(arriving.remove());
      }
      if (!fresh.isEmpty()) {
        cluster.submit(fresh, now);
      }
      cluster.advance(machines.machines(), now);
      timeline.flush(cluster, now);
      autoscaler.loop(now);
      loops++;
      pace.after(now);

      if (cluster.finished() > finishedBefore
          || cluster.nodes().size() != nodesBefore
          || !fresh.isEmpty()
          || cluster.waiting().isEmpty()) {
        lastProgress = now;
      }
      finishedBefore = cluster.finished();
      nodesBefore = cluster.nodes().size();
      boolean givenUp =
          lastProgress.plus(HOPELESS).isBefore(now)
              || cluster.waiting().keySet().stream().noneMatch(this::fitsAnywhere);
      boolean nothingLeft =
          arriving.isEmpty() && (cluster.waiting().isEmpty() || givenUp) && cluster.running() == 0;
      if (nothingLeft && isAtRest(now)) {
        return outcome(jobs, start, loops);
      }
      goOn(now, arriving, start);
    }
  }

  /**
   * Whether every group is down to its minimum, or to nodes with pods on them, and all is quiet.
   */
  private boolean isAtRest(Instant now) {
    return autoscaler.isSettled(now)
        && machines.machines().stream()
            .noneMatch(machine -> machine.leaving().isPresent() && machine.ended().isEmpty())
        && autoscaler.groups().stream()
            .allMatch(
                group ->
                    group.registered().stream().filter(ClusterNode::isEmpty).count()
                        <= Math.max(0, group.min()));
  }

  private void goOn(Instant now, Deque<Job> arriving, Instant start) {
    time.advance(flags.scanInterval());
    if (!autoscaler.isSettled(now) || autoscaler.isTrying()) {
      return;
    }
    Instant next = autoscaler.nextAction(now);
    Instant finish = cluster.nextFinish().orElse(Instant.MAX);
    if (finish.isBefore(next)) {
      next = finish;
    }
    if (!arriving.isEmpty() && start.plus(arriving.peek().arrival()).isBefore(next)) {
      next = start.plus(arriving.peek().arrival());
    }
    if (next.isBefore(Instant.MAX)) {
      long scans =
          Duration.between(time.instant(), next).toMillis() / flags.scanInterval().toMillis();
      if (scans > 1) {
        time.skip(flags.scanInterval().multipliedBy(scans));
      }
    }
  }

  private Outcome outcome(List<Job> jobs, Instant start, int loops) {
    Instant now = time.instant();
    SortedMap<String, Integer> unplaced = new TreeMap<>();
    for (Job job : cluster.waiting().keySet()) {
      unplaced.merge(reason(job), 1, Integer::sum);
    }
    unplaced.forEach(
        (reason, pods) -> timeline.tell(new RehearsalEvent.PodsUnplaceable(now, pods, reason)));
    return new Outcome(
        jobs.size(),
        jobs.size() - cluster.waiting().size(),
        unplaced,
        cluster.longestWait(),
        Bill.of(machines.machines(), usdPerHour, cluster::busy, now),
        provider.calls(),
        Duration.between(start, now),
        loops);
  }

  private boolean fitsAnywhere(Job job) {
    return kinds().anyMatch(kind -> job.requests().fitsInto(kind.allocatable()));
  }

  private Stream<TemplateNode> kinds() {
    return autoscaler.groups().stream().flatMap(group -> provider.template(group.id()).stream());
  }

  /** Why a pod has found no node. */
  private String reason(Job job) {
    List<TemplateNode> kinds = kinds().toList();
    if (kinds.isEmpty()) {
      return "no group says what its nodes are";
    }
    if (fitsAnywhere(job)) {
      return "asks for "
          + job.requests()
          + ", and every group with such nodes was full or out of capacity";
    }
    Resources largest =
        kinds.stream()
            .map(TemplateNode::allocatable)
            .max(Comparator.comparingInt(Resources::gpus).thenComparingLong(Resources::milliCpu))
            .orElseThrow();
    return "asks for " + job.requests() + ", and the largest node has " + largest;
  }
}
