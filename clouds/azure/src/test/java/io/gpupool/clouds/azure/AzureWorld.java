package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.ContractWorld;
import io.gpupool.clouds.contract.MovableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A fake Azure on a clock that the test moves, and adapters for it. */
final class AzureWorld implements ContractWorld {

  static final String TAG = "gpupool";

  private static final Path ROLE = Path.of("..", "..", "deploy", "azure", "role.json");
  private static final String RESOURCE_GROUP = "MC_ml_Prod";

  /** Short enough for a test that hangs, long enough for a machine that is busy. */
  private static final AzureSettings.Timeouts TIMEOUTS =
      new AzureSettings.Timeouts(
          Duration.ofSeconds(1),
          Duration.ofMillis(1500),
          Duration.ofSeconds(8),
          Duration.ofMillis(1500));

  final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T08:00:00Z"));
  final FakeArm arm;
  private final boolean flexible;
  private final List<Cloud> clouds = new ArrayList<>();
  private final AzureCloud cloud;
  private boolean unreachable;

  AzureWorld(boolean flexible) {
    this.flexible = flexible;
    try {
      arm = new FakeArm(clock, role());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cloud = adapter(settings(arm.endpoint()));
  }

  /** The actions that the role for people to use has. */
  static Set<String> role() {
    try {
      return Pattern.compile("\"(Microsoft\\.[^\"]+)\"")
          .matcher(Files.readString(ROLE))
          .results()
          .map((MatchResult found) -> found.group(1))
          .collect(Collectors.toCollection(HashSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AzureSettings settings(URI endpoint) {
    return new AzureSettings(
        FakeScaleSet.SUBSCRIPTION,
        List.of(),
        Map.of(TAG, ""),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        AzureSettings.Environment.PUBLIC,
        Optional.of(endpoint),
        new AzureSettings.Credentials.AccessToken("a token"),
        TIMEOUTS);
  }

  AzureCloud adapter(AzureSettings settings) {
    AzureCloud adapter = new AzureCloud(settings, clock);
    clouds.add(adapter);
    return adapter;
  }

  NodeGroupId id(String name) {
    return NodeGroupId.of("azure", FakeScaleSet.SUBSCRIPTION, "mc_ml_prod", name);
  }

  FakeScaleSet set(String name) {
    return java.util.Objects.requireNonNull(arm.sets.get(name));
  }

  CloudReading read() throws Exception {
    return cloud.observe(Optional.empty());
  }

  GroupReading read(String name) throws Exception {
    return read().group(id(name)).orElseThrow();
  }

  @Override
  public AzureCloud cloud() {
    return unreachable ? adapter(settings(nobodyThere())) : cloud;
  }

  @Override
  public Cloud anotherCloud() {
    return adapter(settings(arm.endpoint()));
  }

  @Override
  public NodeGroupId createGroup(String name, int min, int max, int target) {
    FakeScaleSet set = new FakeScaleSet(RESOURCE_GROUP, name, flexible);
    set.tags.put(TAG, "true");
    set.tags.put(AzureSettings.MIN_TAG, Integer.toString(min));
    set.tags.put(AzureSettings.MAX_TAG, Integer.toString(max));
    set.capacity(target, now().minus(FakeScaleSet.BOOT));
    arm.sets.put(name, set);
    return id(name);
  }

  @Override
  public NodeGroupId unknownGroup() {
    return id("nowhere");
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  public void settle() {
    pass(Duration.ofMinutes(10));
  }

  @Override
  public void runOutOfCapacity(NodeGroupId group) {
    set(group.name()).soldOut = true;
  }

  @Override
  public void setTargetByHand(NodeGroupId group, int target) {
    set(group.name()).capacity(target, now());
  }

  @Override
  public void deleteGroup(NodeGroupId group) {
    arm.sets.remove(group.name());
  }

  @Override
  public int writes() {
    return (int) arm.calls().stream().filter(action -> !action.endsWith("/read")).count();
  }

  @Override
  public void ail(Illness illness) {
    if (illness == Illness.UNREACHABLE) {
      unreachable = true;
    } else {
      arm.illness = illness;
    }
  }

  @Override
  public void heal() {
    arm.illness = null;
    unreachable = false;
  }

  @Override
  public void close() {
    clouds.forEach(Cloud::close);
    arm.close();
  }

  static URI nobodyThere() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
