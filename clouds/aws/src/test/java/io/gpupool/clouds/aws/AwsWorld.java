package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.ContractWorld;
import io.gpupool.clouds.contract.MovableClock;
import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedRegion;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.access.PolicyDocument;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
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
import java.util.Set;

/** An emulated AWS on a clock that the test moves, and adapters for it. */
final class AwsWorld implements ContractWorld {

  static final Path POLICY = Path.of("..", "..", "deploy", "aws", "iam-policy.json");
  static final String REGION = "us-east-1";
  static final String ACCOUNT = "111122223333";
  static final String TYPE = "p5.48xlarge";
  static final String TAG = "k8s.io/cluster-autoscaler/enabled";

  /** Short enough for a test that hangs, long enough for a machine that is busy. */
  private static final AwsSettings.Timeouts TIMEOUTS =
      new AwsSettings.Timeouts(
          Duration.ofSeconds(1),
          Duration.ofMillis(700),
          Duration.ofSeconds(8),
          Duration.ofMillis(900));

  private static final Set<String> WRITES =
      Set.of("SetDesiredCapacity", "TerminateInstanceInAutoScalingGroup");

  final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T08:00:00Z"));
  final EmulatedAws aws = EmulatedAws.builder().clock(clock).account(ACCOUNT).start();
  final EmulatedRegion region = aws.region(REGION);
  private final List<Cloud> clouds = new ArrayList<>();
  private final List<Episode> illnesses = new ArrayList<>();
  private final AwsCloud cloud;
  private final List<Episode> refusals = new ArrayList<>();
  private boolean unreachable;

  /** What is shipped, and what it takes besides to get into another account. */
  static List<String> permissions() {
    List<String> permissions = new ArrayList<>(PolicyDocument.allowedActions(POLICY));
    permissions.add("sts:AssumeRole");
    return permissions;
  }

  AwsWorld() {
    var unused = aws.access().allowOnly(permissions());
    aws.addInstanceType(
        InstanceType.x86(TYPE, 192, 2_097_152)
            .with(new Accelerator.Gpu(8, "H100", "NVIDIA", 81_920)));
    cloud = adapter(settings());
  }

  /** What the adapter is told: all groups that carry the tag. */
  static AwsSettings settings(URI endpoint) {
    return new AwsSettings(
        REGION,
        Map.of(TAG, ""),
        List.of(),
        Optional.of(endpoint),
        Optional.empty(),
        Optional.of(new AwsSettings.AccessKey("AKIDEXAMPLE", "secret")),
        TIMEOUTS);
  }

  AwsSettings settings() {
    return settings(aws.endpoint());
  }

  /** An adapter with these settings, closed with the world. */
  AwsCloud adapter(AwsSettings settings) {
    AwsCloud adapter = new AwsCloud(settings, clock);
    clouds.add(adapter);
    return adapter;
  }

  /** A definition that the adapter will discover. */
  static GroupDefinition tagged(String name) {
    return GroupDefinition.of(name, TYPE).tag(TAG, "true");
  }

  static NodeGroupId id(String name) {
    return NodeGroupId.of("aws", ACCOUNT, REGION, name);
  }

  /** The group with this name, read afresh. */
  GroupReading read(String name) throws Exception {
    return cloud.observe(Optional.empty()).group(id(name)).orElseThrow();
  }

  @Override
  public AwsCloud cloud() {
    return unreachable ? adapter(settings(nobodyThere())) : cloud;
  }

  @Override
  public Cloud anotherCloud() {
    return adapter(settings());
  }

  @Override
  public NodeGroupId createGroup(String name, int min, int max, int target) {
    region.addGroup(tagged(name).sizes(min, max).desired(target));
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
    refusals.add(
        aws.refuseLaunches(
            attempt -> attempt.group().equals(group.name()),
            LaunchRefusal.outOfCapacity(TYPE, REGION + "a", List.of())));
  }

  @Override
  public void setTargetByHand(NodeGroupId group, int target) {
    region.setDesired(group.name(), target);
  }

  @Override
  public void deleteGroup(NodeGroupId group) {
    region.deleteGroup(group.name());
  }

  @Override
  public int writes() {
    return (int) aws.calls().calls().stream().map(Call::action).filter(WRITES::contains).count();
  }

  @Override
  public void ail(Illness illness) {
    switch (illness) {
      case THROTTLING -> always(new Fault.Throttle());
      case CREDENTIALS_REFUSED -> illnesses.add(aws.access().refuseAllCredentials());
      case WRITES_DENIED ->
          illnesses.add(
              aws.access()
                  .deny(
                      "autoscaling:SetDesiredCapacity",
                      "autoscaling:TerminateInstanceInAutoScalingGroup"));
      case RESETS -> always(new Fault.ConnectionReset());
      case HANGS -> always(new Fault.Hang());
      case SPEAKS_HTML -> always(new Fault.Html(200));
      case INTERNAL_ERRORS ->
          always(new Fault.ErrorAnswer(500, "InternalFailure", "An internal error has occurred."));
      case LOSES_ANSWERS_OF_WRITES ->
          illnesses.add(
              aws.faults()
                  .always(
                      (Operation operation) -> WRITES.contains(operation.action()),
                      new Fault.LostAnswer()));
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
    aws.close();
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
    illnesses.add(aws.faults().always(Faults.any(), fault));
  }
}
