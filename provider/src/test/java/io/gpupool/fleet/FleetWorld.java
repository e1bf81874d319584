package io.gpupool.fleet;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.rehearsal.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A fleet over clouds in memory on a clock that the test moves. Everything happens in the test's
 * own thread unless it brings executors of its own.
 */
final class FleetWorld {

  static final Duration REFRESH = Duration.ofSeconds(30);

  final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  final FakeCloud cloud = new FakeCloud(time);
  final FakeCloud other = new FakeCloud(time, "other");
  final List<FleetEvent> events = new ArrayList<>();
  final Fleet fleet;

  FleetWorld() {
    this(Runnable::run, Runnable::run);
  }

  FleetWorld(Executor reading, Executor writing) {
    fleet =
        new Fleet(
            List.of(
                new CloudEntry("one", "fake", cloud, REFRESH),
                new CloudEntry("two", "other", other, REFRESH)),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, reading, writing),
            event -> {
              synchronized (events) {
                events.add(event);
              }
            });
  }

  /** A fleet over the same clouds that knows nothing yet, as after a restart. */
  Fleet restarted() {
    Fleet fresh =
        new Fleet(
            List.of(
                new CloudEntry("one", "fake", cloud, REFRESH),
                new CloudEntry("two", "other", other, REFRESH)),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
            event -> {});
    fresh.start();
    time.advance(Duration.ZERO);
    return fresh;
  }

  /** Starts the fleet, so that both clouds are read. */
  FleetWorld start() {
    fleet.start();
    time.advance(Duration.ZERO);
    return this;
  }

  /** Lets so much time pass that everything is read once more. */
  void poll() {
    time.advance(REFRESH);
  }

  void pass(Duration duration) {
    time.advance(duration);
  }

  GroupView view(NodeGroupId id) {
    return fleet.snapshot().group(id.value()).orElseThrow();
  }

  int target(NodeGroupId id) {
    return view(id).target();
  }

  List<Member> placeholders(NodeGroupId id) {
    return view(id).members().stream().filter(Member::placeholder).toList();
  }

  List<String> placeholderIds(NodeGroupId id) {
    return placeholders(id).stream().map(Member::providerId).toList();
  }

  @CanIgnoreReturnValue
  CompletableFuture<Void> increase(NodeGroupId id, int delta) {
    return fleet.increase(id, delta, () -> false).toCompletableFuture();
  }

  @CanIgnoreReturnValue
  CompletableFuture<Void> decrease(NodeGroupId id, int count) {
    return fleet.decrease(id, count).toCompletableFuture();
  }

  @CanIgnoreReturnValue
  CompletableFuture<Void> delete(NodeGroupId id, String... nodes) {
    return fleet.delete(id, Arrays.asList(nodes)).toCompletableFuture();
  }

  /** Deletes and waits until the window in which deletions gather is over. */
  @CanIgnoreReturnValue
  CompletableFuture<Void> deleteNow(NodeGroupId id, List<String> nodes) {
    CompletableFuture<Void> done = fleet.delete(id, nodes).toCompletableFuture();
    pass(FleetTiming.DEFAULT.deletionWindow());
    return done;
  }

  /** The first {@code count} instances of a group, as ids of nodes. */
  List<String> instances(NodeGroupId id, int count) {
    return cloud.live(id).stream().limit(count).map(ProviderId::value).toList();
  }

  <E extends FleetEvent> List<E> events(Class<E> type) {
    synchronized (events) {
      return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
  }

  /** The error with which a call failed. */
  static FleetException failure(CompletionStage<Void> call) {
    try {
      call.toCompletableFuture().copy().orTimeout(10, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FleetException refusal) {
        return refusal;
      }
      throw e;
    }
    throw new AssertionError("the call succeeded");
  }

  static Stream<String> ids(GroupView view) {
    return view.members().stream().map(Member::providerId);
  }
}
