package io.gpupool.bench;

import io.gpupool.rehearsal.Flags;
import io.gpupool.rehearsal.Job;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeSet;

/**
 * Months of pods that come and go in a few pools of nodes, with the autoscaler's timers: it looks
 * every ten seconds, waits half a minute for pods that belong together, asks for a node for each
 * pod that has none, and removes nodes that were empty for long enough, ten at a time, unless nodes
 * were just added. The scheduler puts a pod on any of the empty nodes.
 *
 * <p>Everything is counted in whole seconds, and stretches in which nothing happens are skipped.
 */
public final class IdleTrial {

  private static final long NEVER = Long.MAX_VALUE;

  /**
   * What came of it, in GPU hours.
   *
   * @param busy in which pods ran
   * @param wasted in which nodes booted, were empty, or ended
   * @param optimum what of this can't be avoided even by who knows all pods beforehand and keeps
   *     none of them waiting
   * @param wastedUsd what was wasted, in usd
   * @param boots nodes that were brought up
   * @param meanWait of pods, from arrival to start
   */
  public record Result(
      double busy, double wasted, double optimum, double wastedUsd, int boots, Duration meanWait) {

    /** What was wasted, as a part of what was used. */
    public double share() {
      return wasted / busy;
    }

    /** What was wasted, by what couldn't be avoided. */
    public double toTheOptimum() {
      return wasted / optimum;
    }
  }

  private static final class Node {
    private final long requested;
    private boolean unneeded;
    private long unneededSince;

    Node(long requested) {
      this.requested = requested;
    }
  }

  /** A pool while time goes by. */
  private final class Pool {
    private final IdlePool kind;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final List<Node> empty = new ArrayList<>();
    private int booting;
    private long lastAdded = -NEVER / 2;
    private long paid;
    private long used;
    private int boots;

    Pool(IdlePool kind) {
      this.kind = kind;
    }

    void assign() {
      while (!waiting.isEmpty() && !empty.isEmpty()) {
        Node node = empty.remove(random.nextInt(empty.size()));
        node.unneeded = false;
        Job job = waiting.remove();
        long runs = Math.max(1, job.runtime().toSeconds());
        waited += now - job.arrival().toSeconds();
        used += runs;
        at(now + runs, () -> free(node));
      }
    }

    void free(Node node) {
      empty.add(node);
      assign();
    }

    /** The autoscaler's part. */
    void look() {
      long patience = flags.gpuPodWait().toSeconds();
      int lacking = waiting.size() - booting;
      if (lacking > 0 && now - waiting.getFirst().arrival().toSeconds() >= patience) {
        for (int k = 0; k < lacking; k++) {
          Node node = new Node(now);
          booting++;
          boots++;
          at(
              now + kind.boot().toSeconds(),
              () -> {
                booting--;
                free(node);
              });
        }
        lastAdded = now;
        lastAddedAnywhere = now;
      }
      for (Node node : empty) {
        if (!node.unneeded) {
          node.unneeded = true;
          node.unneededSince = now;
        }
      }
    }

    void remove() {
      if (now < cooledDown()) {
        return;
      }
      long patience = patience();
      List<Node> due =
          empty.stream()
              .filter(node -> node.unneeded && now - node.unneededSince >= patience)
              .limit(flags.deletedAtATime())
              .toList();
      for (Node node : due) {
        empty.remove(node);
        end(node);
      }
    }

    private void end(Node node) {
      long lived = now + IdlePool.DRAIN.toSeconds() - node.requested;
      paid += Math.max(lived, kind.minimumBilling().toSeconds());
    }

    private long patience() {
      return rule.patience()
          .of(kind, Duration.ofSeconds(Math.min(now - lastAdded, 1L << 32)))
          .toSeconds();
    }

    private long cooledDown() {
      long delay = flags.delayAfterAdd().toSeconds();
      return switch (rule.cooldown()) {
        case NONE -> 0;
        case LOCAL -> lastAdded + delay;
        case GLOBAL -> lastAddedAnywhere + delay;
      };
    }

    /** When there may be something to do for the autoscaler, if nothing else happens. */
    OptionalLong nextLook() {
      long next = NEVER;
      if (waiting.size() > booting) {
        next = waiting.getFirst().arrival().toSeconds() + flags.gpuPodWait().toSeconds();
      }
      // a rule may say something else then
      long grown = lastAdded + flags.provisionTime().toSeconds();
      if (!empty.isEmpty() && grown > now) {
        next = Math.min(next, grown);
      }
      long patience = patience();
      for (Node node : empty) {
        long due = Math.max(node.unneededSince + patience, cooledDown());
        next = Math.min(next, node.unneeded ? due : now);
        if (due <= now) {
          // there are more than can be removed at a time
          next = Math.min(next, now + 1);
        }
      }
      return next == NEVER ? OptionalLong.empty() : OptionalLong.of(Math.max(next, now + 1));
    }
  }

  private record Event(long time, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return time != other.time ? Long.compare(time, other.time) : Long.compare(order, other.order);
    }
  }

  private final Flags flags;
  private final IdleRule rule;
  private final Random random;
  private final List<Pool> pools;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final TreeSet<Long> looks = new TreeSet<>();
  private long now;
  private long order;
  private long waited;
  private long lastAddedAnywhere = -NEVER / 2;

  private IdleTrial(Flags flags, List<IdlePool> kinds, IdleRule rule, long seed) {
    this.flags = flags;
    this.rule = rule;
    this.random = new Random(seed);
    this.pools = kinds.stream().map(Pool::new).toList();
  }

  /**
   * Runs from the first pod until all nodes are gone.
   *
   * @param jobs pods that ask for GPUs; each goes to the pool with the fewest that are enough
   * @param seed of the scheduler's choices
   */
  public static Result run(
      Flags flags, List<IdlePool> pools, IdleRule rule, List<Job> jobs, long seed) {
    return new IdleTrial(flags, pools, rule, seed).run(jobs);
  }

  private Result run(List<Job> jobs) {
    Map<Pool, List<Job>> byPool = new HashMap<>();
    for (Job job : jobs) {
      Pool pool = pool(job);
      byPool.computeIfAbsent(pool, first -> new ArrayList<>()).add(job);
      at(
          job.arrival().toSeconds(),
          () -> {
            pool.waiting.add(job);
            pool.assign();
          });
    }
    while (!events.isEmpty() || !looks.isEmpty()) {
      long event = events.isEmpty() ? NEVER : events.peek().time();
      long look = looks.isEmpty() ? NEVER : looks.first();
      if (event <= look) {
        now = event;
        events.remove().what().run();
        lookAt(now);
      } else {
        now = look;
        looks.remove(look);
        pools.forEach(Pool::look);
        pools.forEach(Pool::remove);
        pools.forEach(pool -> pool.nextLook().ifPresent(this::lookAt));
      }
    }
    return result(jobs.size(), byPool);
  }

  private Result result(int jobs, Map<Pool, List<Job>> byPool) {
    double busy = 0;
    double wasted = 0;
    double usd = 0;
    double optimum = 0;
    int boots = 0;
    for (Pool pool : pools) {
      double hours = (pool.paid - pool.used) / 3600.0;
      busy += pool.kind.gpus() * pool.used / 3600.0;
      wasted += pool.kind.gpus() * hours;
      usd += pool.kind.usdPerHour() * hours;
      boots += pool.boots;
      optimum +=
          pool.kind.gpus()
              * IdleOptimum.seconds(pool.kind, byPool.getOrDefault(pool, List.of()))
              / 3600.0;
    }
    return new Result(
        busy, wasted, optimum, usd, boots, Duration.ofMillis(1000 * waited / Math.max(1, jobs)));
  }

  private Pool pool(Job job) {
    return pools.stream()
        .filter(pool -> pool.kind.gpus() >= job.requests().gpus())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    job.name() + " asks for more GPUs than a node of any pool has"));
  }

  private void at(long time, Runnable what) {
    events.add(new Event(time, order++, what));
  }

  /** At the first of the autoscaler's looks that isn't before this. */
  private void lookAt(long time) {
    long interval = flags.scanInterval().toSeconds();
    long look = (time + interval - 1) / interval * interval;
    looks.add(look > now ? look : look + interval);
  }
}
