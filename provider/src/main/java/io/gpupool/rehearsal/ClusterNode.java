package io.gpupool.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A node that has joined the cluster, and the pods on it. */
final class ClusterNode {

  private final String providerId;
  private final String group;
  private final TemplateNode kind;
  private final Instant joined;
  private final Instant ready;
  private final Map<Job, Instant> running = new LinkedHashMap<>();
  private Resources free;
  private boolean leaving;
  private Optional<Instant> busySince = Optional.empty();
  private Duration busy = Duration.ZERO;

  ClusterNode(String providerId, String group, TemplateNode kind, Instant joined, Instant ready) {
    this.providerId = providerId;
    this.group = group;
    this.kind = kind;
    this.joined = joined;
    this.ready = ready;
    this.free = kind.allocatable();
  }

  String providerId() {
    return providerId;
  }

  /** The group that it was launched for. */
  String group() {
    return group;
  }

  TemplateNode kind() {
    return kind;
  }

  Instant joined() {
    return joined;
  }

  Resources free() {
    return free;
  }

  boolean isReady(Instant now) {
    return !ready.isAfter(now);
  }

  Instant ready() {
    return ready;
  }

  /** Whether it is being removed; nothing is placed on it any more. */
  boolean isLeaving() {
    return leaving;
  }

  void leave() {
    leaving = true;
  }

  void stay() {
    leaving = false;
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /** The pods on it and when each is done. */
  Map<Job, Instant> running() {
    return running;
  }

  void start(Job job, Instant now) {
    if (running.isEmpty()) {
      busySince = Optional.of(now);
    }
    running.put(job, now.plus(job.runtime()));
    free = free.minus(job.requests());
  }

  void finish(Job job, Instant now) {
    if (running.remove(job) == null) {
      throw new IllegalArgumentException(job.name() + " doesn't run on " + providerId);
    }
    free = free.plus(job.requests());
    if (running.isEmpty()) {
      busy = busy(now);
      busySince = Optional.empty();
    }
  }

  /** For how long it has had something to do, until {@code now}. */
  Duration busy(Instant now) {
    return busySince.map(since -> busy.plus(Duration.between(since, now))).orElse(busy);
  }
}
