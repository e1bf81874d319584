package io.gpupool.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.rehearsal.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random schedules of calls, cloud faults, polls, reloads and kills: whatever is asked, in whatever
 * order, whatever the clouds do meanwhile and however the work is interleaved, what is promised of
 * the fleet holds after every step; and when the storm is over, what it shows is what there is.
 *
 * <p>A failure names the seed and the step, and the same seed gives the same schedule: {@code
 * -Dgpupool.schedules.seed=N -Dgpupool.schedules=1 -Dgpupool.schedules.http=1}. As many as {@code
 * -Dgpupool.schedules=10000} says are run against clouds in memory, and as many as {@code
 * -Dgpupool.schedules.http=200} says against emulated ones.
 */
class ReliabilityTest {

  private static final int BATCHES = 8;

  static LongStream batches() {
    return LongStream.range(0, BATCHES);
  }

  @ParameterizedTest
  @MethodSource("batches")
  void thePromisesHoldAfterEveryStep(long batch) {
    run(batch, Long.getLong("gpupool.schedules", 400), seed -> StormInMemory::new);
  }

  /** The same with adapters, SDKs and HTTP in between, of one cloud after the other. */
  @ParameterizedTest
  @MethodSource("batches")
  void thePromisesHoldWithAnSdkAndHttpInBetween(long batch) {
    run(batch, Long.getLong("gpupool.schedules.http", 8), ReliabilityTest::emulated);
  }

  private static BiFunction<InstantSource, String, StormyCloud> emulated(long seed) {
    return switch ((int) (seed % 3)) {
      case 0 -> StormInAzure::new;
      case 1 -> StormInAws::new;
      default -> StormInGcp::new;
    };
  }

  private static void run(
      long batch,
      long schedules,
      LongFunction<BiFunction<InstantSource, String, StormyCloud>> clouds) {
    long first = Long.getLong("gpupool.schedules.seed", 1);
    for (long seed = first + batch; seed < first + schedules; seed += BATCHES) {
      try (Schedule schedule = new Schedule(seed, clouds.apply(seed))) {
        schedule.run();
      }
    }
  }

  /** Work that is done when the schedule says so. */
  private static final class Shelf implements Executor {
    private final List<Runnable> waiting = new ArrayList<>();

    @Override
    public void execute(Runnable task) {
      waiting.add(task);
    }

    boolean isEmpty() {
      return waiting.isEmpty();
    }

    void runAny(Random random) {
      waiting.remove(random.nextInt(waiting.size())).run();
    }

    void clear() {
      waiting.clear();
    }
  }

  /** A group, with what must be remembered of it to judge. */
  private static final class Watched {
    final StormyCloud cloud;
    final NodeGroupId id;
    final int min;
    final int max;
    final Set<String> retired = new HashSet<>();
    Set<String> shown = Set.of();
    Set<String> failed = Set.of();

    /** Slots that were asked back without being named; which of them go is the fleet's choice. */
    final Set<String> mayGo = new HashSet<>();

    Set<ProviderId> live = Set.of();
    Set<String> instancesShown = Set.of();
    int target;

    Watched(StormyCloud cloud, String name, Random random) {
      this.cloud = cloud;
      this.min = random.nextInt(3);
      this.max = min + 4 + random.nextInt(6);
      this.id = cloud.addGroup(name, min, max, min + random.nextInt(max - min + 1));
    }
  }

  /** One schedule. */
  private static final class Schedule implements AutoCloseable {

    private static final int STEPS = 150;
    private static final Duration REFRESH = Duration.ofSeconds(30);

    private final long seed;
    private final Random random;
    private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
    private final StormyCloud east;
    private final StormyCloud west;
    private Cloud eastAdapter;
    private final Cloud westAdapter;
    private final Map<StormyCloud, Boolean> dark = new HashMap<>();
    private final List<Watched> groups = new ArrayList<>();
    private final Shelf reading = new Shelf();
    private final Shelf writing = new Shelf();
    private final Executor readings;
    private final Executor writes;
    private Fleet fleet;
    private final Set<StormyCloud> forgetful = new HashSet<>();
    private boolean wasReady;
    private String eastName = "east";
    private Duration pace = REFRESH;
    private String step = "";

    /** What a step may cost. */
    private Set<String> named = Set.of();

    /** Deletions go on in later steps: whoever was named once may go at any time. */
    private final Set<String> everNamed = new HashSet<>();

    Schedule(long seed, BiFunction<InstantSource, String, StormyCloud> clouds) {
      this.seed = seed;
      this.east = clouds.apply(time, "east");
      this.west = clouds.apply(time, "west");
      this.eastAdapter = east.adapter();
      this.westAdapter = west.adapter();
      this.random = new Random(seed);
      // a third of the schedules does everything at once, the others when it comes up
      boolean atOnce = random.nextInt(3) == 0;
      this.readings = atOnce ? Runnable::run : reading;
      this.writes = atOnce ? Runnable::run : writing;
      groups.add(new Watched(east, "one", random));
      groups.add(new Watched(east, "two", random));
      groups.add(new Watched(west, "three", random));
      fleet = newFleet();
      begin();
    }

    void run() {
      try {
        remember();
        for (int k = 0; k < STEPS; k++) {
          named = new HashSet<>();
          act(k);
          groups.forEach(this::judge);
          judgeTheWhole();
          remember();
        }
        calmDown();
      } catch (RuntimeException e) {
        throw new AssertionError(step + ": " + e, e);
      }
    }

    private Fleet newFleet() {
      return new Fleet(
          entries(),
          FleetTiming.DEFAULT,
          new Fleet.Surroundings(time, time, time, readings, writes, random::nextDouble),
          event -> {});
    }

    private List<CloudEntry> entries() {
      return List.of(
          new CloudEntry(eastName, "east", eastAdapter, pace),
          new CloudEntry("west", "west", westAdapter, REFRESH));
    }

    private void begin() {
      fleet.start();
      time.advance(Duration.ZERO);
    }

    private void act(int k) {
      int action = random.nextInt(22);
      Watched group = groups.get(random.nextInt(groups.size()));
      step = "seed " + seed + ", step " + k + ", action " + action + " on " + group.id;
      switch (action) {
        case 0, 1, 2 -> ignore(() -> fleet.increase(group.id, 1 + random.nextInt(3), hangsUp()));
        case 3 -> {
          group.mayGo.addAll(placeholders(group));
          ignore(() -> fleet.decrease(group.id, 1 + random.nextInt(4)));
        }
        case 4, 5, 6 -> {
          List<String> nodes = someNodes(group);
          named.addAll(nodes);
          ignore(() -> fleet.delete(group.id, nodes));
        }
        case 7, 8, 9, 10, 11 -> group.cloud.act(group.id, random);
        case 12 -> turn(group.cloud, !dark.getOrDefault(group.cloud, false));
        case 13 -> {
          boolean loses = random.nextBoolean();
          group.cloud.loseAnswersOfWrites(loses);
          if (loses) {
            forgetful.add(group.cloud);
          }
        }
        case 14 -> group.cloud.throttleNext(random);
        case 15 -> {
          if (random.nextInt(4) == 0) {
            kill();
          }
        }
        case 16 -> reload();
        case 17, 18 -> {
          if (!writing.isEmpty()) {
            writing.runAny(random);
          }
        }
        case 19 -> {
          if (!reading.isEmpty()) {
            reading.runAny(random);
          }
        }
        default -> time.advance(Duration.ofSeconds(1 + random.nextInt(40)));
      }
    }

    private java.util.function.BooleanSupplier hangsUp() {
      boolean does = random.nextInt(10) == 0;
      return () -> does;
    }

    private static void ignore(Supplier<?> call) {
      // what the answer is doesn't matter here; that there is one is for other tests
      Object unused = call.get();
    }

    private void turn(StormyCloud cloud, boolean off) {
      dark.put(cloud, off);
      cloud.turn(off);
    }

    /** The process dies, with all that it was about to do, and another begins. */
    private void kill() {
      fleet.stop();
      reading.clear();
      writing.clear();
      groups.forEach(group -> group.mayGo.addAll(placeholders(group)));
      wasReady = false;
      // a new process isn't there in the same millisecond
      time.skip(Duration.ofSeconds(1));
      fleet = newFleet();
      begin();
    }

    private void reload() {
      switch (random.nextInt(3)) {
        case 0 -> pace = Duration.ofSeconds(5 + random.nextInt(60));
        case 1 -> {
          eastName = eastName.equals("east") ? "renamed" : "east";
          eastAdapter = east.adapter();
        }
        default -> {}
      }
      fleet.reconfigure(entries());
    }

    private List<String> someNodes(Watched group) {
      List<String> nodes =
          fleet
              .snapshot()
              .group(group.id.value())
              .map(
                  view -> new ArrayList<>(view.members().stream().map(Member::providerId).toList()))
              .orElseGet(ArrayList::new);
      Collections.shuffle(nodes, random);
      return nodes.subList(0, random.nextInt(nodes.size() + 1));
    }

    private void remember() {
      everNamed.addAll(named);
      for (Watched group : groups) {
        group.live = Set.copyOf(group.cloud.live(group.id));
        group.target = group.cloud.target(group.id);
        group.shown = placeholders(group);
        group.failed = failed(group);
        group.instancesShown = instances(group);
      }
    }

    private void judge(Watched group) {
      everNamed.addAll(named);
      Set<ProviderId> after = Set.copyOf(group.cloud.live(group.id));
      for (ProviderId instance : group.live) {
        if (!after.contains(instance) && !everNamed.contains(instance.value())) {
          fail(step + ": the instance " + instance + " is lost, and nobody named it");
        }
      }
      if (after.size() < group.live.size() && after.size() < group.min) {
        fail(step + ": " + after.size() + " instances, below the minimum of " + group.min);
      }
      int target = group.cloud.target(group.id);
      if (target > group.max) {
        fail(step + ": the cloud's target is " + target + ", above " + group.max);
      }
      if (target < group.target && target < group.min) {
        fail(step + ": the cloud's target was lowered to " + target + ", below " + group.min);
      }
      fleet.snapshot().group(group.id.value()).ifPresent(view -> judge(group, view));
    }

    private void judge(Watched group, GroupView view) {
      List<Member> staying =
          view.members().stream()
              .filter(member -> member.state() != InstanceState.DELETING)
              .toList();
      if (staying.size() != view.target()) {
        fail(step + ": instances and placeholders don't add up to the target: " + view);
      }
      if (staying.stream().filter(member -> !member.placeholder()).count() > group.max) {
        fail(step + ": more instances than the maximum: " + view);
      }
      for (Member member : view.members()) {
        if (!fleet.snapshot().groupOf(member.providerId()).equals(java.util.Optional.of(view))) {
          fail(step + ": " + member + " doesn't lead back to its group");
        }
      }
      Set<String> placeholders = placeholders(group);
      placeholders.stream()
          .filter(group.retired::contains)
          .forEach(back -> fail(step + ": the placeholder " + back + " has come back"));
      for (String old : group.shown) {
        if (!placeholders.contains(old)) {
          group.retired.add(old);
        }
      }
      boolean cameUp = !group.instancesShown.containsAll(instances(group));
      for (String slot : group.failed) {
        if (!placeholders.contains(slot)
            && !group.mayGo.contains(slot)
            && !everNamed.contains(slot)
            && !cameUp
            && !mayHaveGone(group)) {
          fail(step + ": the failed slot " + slot + " is gone, and nobody took it away: " + view);
        }
      }
    }

    /** Where the answer to a release was lost, the cloud may want fewer nodes than were shown. */
    private boolean mayHaveGone(Watched group) {
      int missing = group.cloud.target(group.id) - group.cloud.live(group.id).size();
      return forgetful.contains(group.cloud) && missing < group.shown.size();
    }

    private void judgeTheWhole() {
      int calls = east.calls() + west.calls();
      for (Watched group : groups) {
        var unused = fleet.snapshot().group(group.id.value());
      }
      if (fleet.snapshot().groupOf("rack://room-1/node-7").isPresent()) {
        fail(step + ": a node of nobody has got a group");
      }
      if (east.calls() + west.calls() != calls) {
        fail(step + ": a question was passed on to a cloud");
      }
      try {
        fleet.beginLoop();
        wasReady = true;
        groups.forEach(this::mustBeThere);
      } catch (FleetException notReady) {
        if (wasReady) {
          fail(step + ": a loop was refused after one had been let through: " + notReady);
        }
      }
    }

    /** Once a group has been seen it never disappears: none is ever deleted here. */
    private void mustBeThere(Watched group) {
      boolean there = fleet.snapshot().group(group.id.value()).isPresent();
      boolean unread = fleet.entries().stream().anyMatch(e -> fleet.lastReading(e).isEmpty());
      if (!there && !unread) {
        fail(step + ": the group " + group.id + " has disappeared");
      }
    }

    private Set<String> instances(Watched group) {
      return members(group)
          .filter(member -> !member.placeholder())
          .map(Member::providerId)
          .collect(Collectors.toSet());
    }

    private Set<String> placeholders(Watched group) {
      return members(group)
          .filter(Member::placeholder)
          .map(Member::providerId)
          .collect(Collectors.toSet());
    }

    private Set<String> failed(Watched group) {
      return members(group)
          .filter(member -> member.placeholder() && member.failure().isPresent())
          .map(Member::providerId)
          .collect(Collectors.toSet());
    }

    private java.util.stream.Stream<Member> members(Watched group) {
      return fleet.snapshot().group(group.id.value()).stream()
          .flatMap(view -> view.members().stream());
    }

    private void doWhatWaits() {
      while (!writing.isEmpty() || !reading.isEmpty()) {
        (writing.isEmpty() ? reading : writing).runAny(random);
      }
    }

    /**
     * No more faults, everything that waits is done, and the autoscaler takes failed slots away as
     * it does: what is shown is what there is.
     */
    private void calmDown() {
      step = "seed " + seed + ", in the end";
      east.calmDown();
      west.calmDown();
      for (int k = 0; k < 12; k++) {
        doWhatWaits();
        time.advance(Duration.ofSeconds(70));
        for (Watched group : groups) {
          List<String> broken = List.copyOf(failed(group));
          if (!broken.isEmpty()) {
            ignore(() -> fleet.delete(group.id, broken));
          }
        }
      }
      doWhatWaits();
      assertThat(fleet.darkEntries()).as(step).isEmpty();
      for (Watched group : groups) {
        GroupView view = fleet.snapshot().group(group.id.value()).orElseThrow();
        assertThat(view.target()).as(step + ": " + view).isEqualTo(group.cloud.target(group.id));
        assertThat(
                view.members().stream()
                    .filter(member -> !member.placeholder())
                    .filter(member -> member.state() != InstanceState.DELETING)
                    .map(Member::providerId))
            .as(step)
            .containsExactlyInAnyOrderElementsOf(
                group.cloud.live(group.id).stream().map(ProviderId::value).toList());
      }
    }

    @Override
    public void close() {
      fleet.stop();
      east.close();
      west.close();
    }
  }
}
