package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigReader;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetException;
import io.gpupool.fleet.FleetException.Reason;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.GroupView;
import io.gpupool.rehearsal.SimulatedTime;
import io.gpupool.spending.DeletionLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that ask at the same time for more than may be spent. */
class CeilingStormTest {

  private static final double EVERYTHING = 30_000;
  private static final double ONE_CLOUD = 20_000;
  private static final double ROUNDING = 1e-6;

  private static final int CALLERS = 20;
  private static final int CALLS_OF_EACH = 500;

  /** So many that thinking about an increase takes a while, in which others could begin. */
  private static final int GROUPS_OF_EACH_CLOUD = 50;

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  private final Map<String, FakeCloud> clouds =
      Map.of("left", new FakeCloud(time, "left"), "right", new FakeCloud(time, "right"));
  private final Map<NodeGroupId, Double> prices = new HashMap<>();
  private final List<NodeGroupId> groups = new ArrayList<>();
  private final ExecutorService writing = Executors.newFixedThreadPool(8);
  private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS + 1);
  private final Map<Reason, Integer> refusals = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway.Init") // by start
  private Fleet fleet;

  private void start(long seed) throws ConfigException {
    Random random = new Random(seed);
    clouds.forEach(
        (name, cloud) -> {
          for (int k = 0; k < GROUPS_OF_EACH_CLOUD; k++) {
            NodeGroupId group = cloud.addGroup("g" + k, 0, 100_000, random.nextInt(3));
            groups.add(group);
            prices.put(group, (1 + random.nextInt(9_999)) / 100.0);
          }
        });
    ConfiguredSizes sizes =
        new ConfiguredSizes(
            ConfigReader.read(
                "storm",
                """
                server:
                  plaintext: true
                  cloudProvider: {listen: "127.0.0.1:0"}
                  admin: {listen: "127.0.0.1:0"}
                clouds:
                  - {name: left, aws: {regions: [us-east-1], groups: [{name: any}]}}
                  - {name: right, aws: {regions: [us-east-1], groups: [{name: any}]}}
                ceilings:
                  - {usdPerHour: 30000}
                  - {match: {cloud: left}, usdPerHour: 20000}
                """),
            this::price,
            group -> Optional.empty(),
            new DeletionLog(),
            time);
    List<CloudEntry> entries =
        clouds.entrySet().stream()
            .map(
                cloud ->
                    new CloudEntry(
                        cloud.getKey(), cloud.getKey(), cloud.getValue(), Duration.ofSeconds(30)))
            .toList();
    fleet =
        new Fleet(
            entries,
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, time, Runnable::run, writing),
            event -> {},
            sizes);
    fleet.start();
    time.advance(Duration.ZERO);
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
    writing.shutdownNow();
  }

  @Test
  void tenThousandIncreasesAtOnceNeverPassACeiling() throws Exception {
    start(1);
    storm(
        random -> {
          increase(random);
          return true;
        });
    assertThat(refusals.keySet()).containsExactly(Reason.ABOVE_CEILING);
    // what the clouds have been asked for is what was promised
    assertThat(inClouds("left", "right")).isBetween(EVERYTHING - 500, EVERYTHING + ROUNDING);
    assertThat(inClouds("left")).isLessThanOrEqualTo(ONE_CLOUD + ROUNDING);
    // and what is left is too little for the cheapest node, so nobody was refused for nothing
    NodeGroupId cheapest =
        groups.stream()
            .filter(group -> group.cloud().equals("right"))
            .min((a, b) -> Double.compare(price(a), price(b)))
            .orElseThrow();
    while (attempt(cheapest, 1)) {
      within();
    }
    assertThat(inClouds("left", "right") + price(cheapest)).isGreaterThan(EVERYTHING + ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void noMoreDoTheyWhereNodesAreGivenUpAndDeletedAndCloudsRefuseMeanwhile(long seed)
      throws Exception {
    start(seed);
    Random luck = new Random(seed);
    clouds
        .values()
        .forEach(
            cloud ->
                cloud.always(
                    call -> {
                      synchronized (luck) {
                        if (call.verb() == FakeCloud.Verb.RESIZE && luck.nextInt(4) == 0) {
                          throw new CloudException(
                              CloudError.of(CloudError.Kind.OUT_OF_CAPACITY, "Full", "no more"));
                        }
                      }
                    }));
    storm(
        random -> {
          NodeGroupId group = groups.get(random.nextInt(groups.size()));
          switch (random.nextInt(6)) {
            case 0 -> join(fleet.decrease(group, 1 + random.nextInt(20)).toCompletableFuture());
            case 1 -> cloud(group).launch(group, 5);
            default -> increase(random);
          }
          return true;
        });
    clouds.values().forEach(cloud -> cloud.always(call -> {}));
    assertThat(refusals).containsKey(Reason.ABOVE_CEILING);
    assertThat(inClouds("left", "right")).isLessThanOrEqualTo(EVERYTHING + ROUNDING);
    assertThat(inClouds("left")).isLessThanOrEqualTo(ONE_CLOUD + ROUNDING);
    time.advance(Duration.ofSeconds(30));
    within();
  }

  private interface Act {
    boolean act(Random random) throws Exception;
  }

  /** All callers act at once while somebody watches. */
  private void storm(Act act) throws InterruptedException, ExecutionException {
    CountDownLatch ready = new CountDownLatch(1);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<?>> ends = new ArrayList<>();
    for (int k = 0; k < CALLERS; k++) {
      Random random = new Random(k);
      ends.add(
          callers.submit(
              () -> {
                ready.await();
                for (int n = 0; n < CALLS_OF_EACH; n++) {
                  assertThat(act.act(random)).isTrue();
                }
                return true;
              }));
    }
    Future<Integer> watcher =
        callers.submit(
            () -> {
              int looks = 0;
              while (!over.get() || looks == 0) {
                within();
                looks++;
              }
              return looks;
            });
    ready.countDown();
    for (Future<?> end : ends) {
      end.get();
    }
    over.set(true);
    assertThat(watcher.get()).isPositive();
  }

  private void increase(Random random) {
    var unused = attempt(groups.get(random.nextInt(groups.size())), 1 + random.nextInt(5));
  }

  private boolean attempt(NodeGroupId group, int delta) {
    return join(fleet.increase(group, delta, () -> false).toCompletableFuture());
  }

  private boolean join(CompletableFuture<Void> call) {
    try {
      call.join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof FleetException refusal) {
        refusals.merge(refusal.reason(), 1, Integer::sum);
        return false;
      }
      throw e;
    }
  }

  /** What is promised at this moment is below both ceilings. */
  private void within() {
    FleetSnapshot snapshot = fleet.snapshot();
    double all = 0;
    double left = 0;
    for (GroupView view : snapshot.groups()) {
      double usd = price(view) * view.billed();
      all += usd;
      left += view.cloudEntry().equals("left") ? usd : 0;
    }
    assertThat(all).isLessThanOrEqualTo(EVERYTHING + ROUNDING);
    assertThat(left).isLessThanOrEqualTo(ONE_CLOUD + ROUNDING);
  }

  private double inClouds(String... names) {
    List<String> some = List.of(names);
    return groups.stream()
        .filter(group -> some.contains(group.cloud()))
        .mapToDouble(group -> price(group) * cloud(group).target(group))
        .sum();
  }

  private double price(GroupView group) {
    return price(group.id());
  }

  private double price(NodeGroupId group) {
    return Objects.requireNonNull(prices.get(group));
  }

  private FakeCloud cloud(NodeGroupId group) {
    return Objects.requireNonNull(clouds.get(group.cloud()));
  }
}
