package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.ContractWorld;
import io.gpupool.clouds.contract.MovableClock;
import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.gcp.EmulatedGcp;
import io.gpupool.clouds.emulator.gcp.EmulatedProject;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.access.CustomRole;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import io.gpupool.clouds.emulator.gcp.model.MachineType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** An emulated Google Cloud on a clock that the test moves, and adapters for it. */
final class GcpWorld implements ContractWorld {

  static final Path ROLE = Path.of("..", "..", "deploy", "gcp", "role.yaml");
  static final String PROJECT = "ml-prod";
  static final String ZONE = "us-central1-a";
  static final String REGION = "us-central1";
  static final String TYPE = "a3-highgpu-8g";

  /** Groups whose template carries this are the adapter's. */
  static final String LABEL = "gpupool";

  static final String ACCOUNT = "gpupool@ml-prod.iam.gserviceaccount.com";

  /** Short enough for a test that hangs, long enough for a machine that is busy. */
  private static final GcpSettings.Timeouts TIMEOUTS =
      new GcpSettings.Timeouts(
          Duration.ofSeconds(1),
          Duration.ofMillis(900),
          Duration.ofSeconds(8),
          Duration.ofMillis(900));

  final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T08:00:00Z"));
  final EmulatedGcp gcp = EmulatedGcp.builder().clock(clock).start();
  final EmulatedProject project = gcp.project(PROJECT);
  private final String location;
  private final List<Cloud> clouds = new ArrayList<>();
  private final List<Episode> illnesses = new ArrayList<>();
  private final List<Episode> refusals = new ArrayList<>();
  private final GcpCloud cloud;
  private boolean unreachable;

  /** A world whose groups are in a zone. */
  GcpWorld() {
    this(ZONE);
  }

  /**
   * @param location where groups are unless a test says otherwise: a zone or a region
   */
  GcpWorld(String location) {
    this.location = location;
    gcp.access().role(ACCOUNT, CustomRole.permissions(ROLE));
    gcp.addMachineType(MachineType.x86(TYPE, 208, 1_916_928).with("nvidia-h100-80gb", 8));
    cloud = adapter(settings());
  }

  /** What the adapter is told: all groups whose template carries the label. */
  static GcpSettings settings(URI endpoint) {
    return new GcpSettings(
        PROJECT,
        List.of(),
        Optional.empty(),
        Map.of(LABEL, ""),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        Optional.of(endpoint),
        Optional.empty(),
        new GcpSettings.Credentials.AccessToken(ACCOUNT),
        TIMEOUTS);
  }

  GcpSettings settings() {
    return settings(gcp.endpoint());
  }

  /** The same, but these groups by name and no others. */
  GcpSettings named(GcpSettings.Group... groups) {
    GcpSettings usual = settings();
    return new GcpSettings(
        usual.project(),
        List.of(),
        Optional.empty(),
        Map.of(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(groups),
        usual.endpoint(),
        Optional.empty(),
        usual.credentials(),
        usual.timeouts());
  }

  /** An adapter with these settings, closed with the world. */
  GcpCloud adapter(GcpSettings settings) {
    GcpCloud adapter = new GcpCloud(settings, clock);
    clouds.add(adapter);
    return adapter;
  }

  /** A definition that the adapter will discover. */
  GroupDefinition labelled(String name) {
    return GroupDefinition.of(location, name, TYPE).label(LABEL, "true");
  }

  NodeGroupId id(String name) {
    return NodeGroupId.of("gcp", PROJECT, location, name);
  }

  /** The group with this name, read afresh. */
  GroupReading read(String name) throws Exception {
    return cloud.observe(Optional.empty()).group(id(name)).orElseThrow();
  }

  /** Everything, read afresh. */
  CloudReading read() throws Exception {
    return cloud.observe(Optional.empty());
  }

  @Override
  public GcpCloud cloud() {
    return unreachable ? adapter(settings(nobodyThere())) : cloud;
  }

  @Override
  public Cloud anotherCloud() {
    return adapter(settings());
  }

  @Override
  public NodeGroupId createGroup(String name, int min, int max, int target) {
    project.addGroup(
        labelled(name)
            .label(GcpSettings.MIN_LABEL, Integer.toString(min))
            .label(GcpSettings.MAX_LABEL, Integer.toString(max))
            .size(target));
    if (target > 0) {
      settle();
    }
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
    failLaunches(group.name(), CreationError.outOfCapacity(PROJECT, ZONE));
  }

  /** From now on a group's instances can't be created, for this reason. */
  void failLaunches(String group, CreationError error) {
    refusals.add(gcp.refuseLaunches(attempt -> attempt.group().equals(group), error));
  }

  /** Instances can be created again. */
  void restock() {
    refusals.forEach(Episode::close);
    refusals.clear();
  }

  @Override
  public void setTargetByHand(NodeGroupId group, int target) {
    project.setTargetSize(location, group.name(), target);
  }

  @Override
  public void deleteGroup(NodeGroupId group) {
    project.deleteGroup(location, group.name());
    settle();
  }

  @Override
  public int writes() {
    return (int) gcp.calls().calls().stream().map(Call::action).filter(GcpWorld::writes).count();
  }

  static boolean writes(String action) {
    return action.endsWith(".resize")
        || action.endsWith(".createInstances")
        || action.endsWith(".deleteInstances");
  }

  @Override
  public void ail(Illness illness) {
    switch (illness) {
      case THROTTLING -> always(new Fault.Throttle());
      case CREDENTIALS_REFUSED -> illnesses.add(gcp.access().refuseAllCredentials());
      case WRITES_DENIED ->
          illnesses.add(gcp.access().deny("compute.instanceGroupManagers.update"));
      case RESETS -> always(new Fault.ConnectionReset());
      case HANGS -> always(new Fault.Hang());
      case SPEAKS_HTML -> always(new Fault.Html(200));
      case INTERNAL_ERRORS ->
          always(new Fault.ErrorAnswer(500, "internalError", "Internal error encountered."));
      case LOSES_ANSWERS_OF_WRITES ->
          illnesses.add(
              gcp.faults()
                  .always(
                      (Operation operation) -> writes(operation.action()), new Fault.LostAnswer()));
      case UNREACHABLE -> unreachable = true;
    }
  }

  @Override
  public void heal() {
    illnesses.forEach(Episode::close);
    illnesses.clear();
    unreachable = false;
  }

  @Override
  public void close() {
    clouds.forEach(Cloud::close);
    gcp.close();
  }

  /** A port of this machine on which nothing listens. */
  static URI nobodyThere() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void always(Fault fault) {
    illnesses.add(gcp.faults().always(Faults.any(), fault));
  }
}
