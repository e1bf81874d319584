package io.gpupool.e2e;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedGroup;
import io.gpupool.clouds.emulator.aws.EmulatedInstance;
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.EmulatedRegion;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.access.PolicyDocument;
import io.gpupool.clouds.emulator.aws.model.Behaviour;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An account in an emulated AWS, in two regions, without groups to begin with. */
final class AmazonAccount implements Site {

  static final String EAST = "us-east-1";
  static final String WEST = "us-west-2";

  static final String TAG = "k8s.io/cluster-autoscaler/enabled";

  /** Everything takes seconds that takes minutes elsewhere. */
  static final Behaviour BEHAVIOUR =
      new Behaviour(
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2),
          Map.of(),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5));

  /** All that the server may do. */
  private static final Path POLICY = Path.of("..", "aws", "iam-policy.json");

  private static final String TERMINATION = "TerminateInstanceInAutoScalingGroup";
  private static final Set<String> CHANGES = Set.of("SetDesiredCapacity", TERMINATION);

  final EmulatedAws aws = EmulatedAws.builder().behaviour(BEHAVIOUR).start();
  final EmulatedRegion east = aws.region(EAST);
  private final Map<String, Kind> kinds = new HashMap<>();

  AmazonAccount() {
    var unused = aws.access().allowOnly(PolicyDocument.allowedActions(POLICY));
    for (Kind kind : Kind.ofAws()) {
      aws.addInstanceType(kind.instanceType());
    }
  }

  @Override
  public String configuration() {
    String entry =
        """
          - name: aws-%s
            aws:
              regions: [%s]
              discover: {tags: {%s: "true"}}
              endpoint: %s
              refresh: 5s
        """;
    return entry.formatted(EAST, EAST, TAG, aws.endpoint())
        + entry.formatted(WEST, WEST, TAG, aws.endpoint());
  }

  @Override
  public void group(String name, Kind kind, int max) {
    group(EAST, name, kind, 0, max);
  }

  /** A group, without instances unless its minimum wants some. */
  void group(String region, String name, Kind kind, int min, int max) {
    kinds.put(name, kind);
    aws.region(region)
        .addGroup(
            GroupDefinition.of(name, kind.machineType())
                .sizes(min, max)
                .desired(min)
                .tag(TAG, "true"));
  }

  @Override
  public Episode soldOut(String group) {
    return aws.refuseLaunches(
        attempt -> attempt.group().equals(group),
        LaunchRefusal.outOfCapacity(kind(group).machineType(), EAST + "a", List.of()));
  }

  private Kind kind(String group) {
    return Optional.ofNullable(kinds.get(group)).orElseThrow();
  }

  @Override
  public Episode dark() {
    return aws.faults().always(Faults.any(), new Fault.ConnectionReset());
  }

  @Override
  public int target(String group) {
    return named(group).desired();
  }

  @Override
  public int live(String group) {
    return living(group).size();
  }

  /** The instances of a group that are there to stay. */
  List<EmulatedInstance> living(String group) {
    return named(group).instances().stream()
        .filter(i -> i.state() == State.BOOTING || i.state() == State.RUNNING)
        .toList();
  }

  @Override
  public long everLaunched(String group) {
    return aws.instances().stream().filter(i -> i.group().equals(group)).count();
  }

  @Override
  public List<Call> changesSince(Instant moment) {
    return aws.calls().calls().stream()
        .filter(call -> call.at().isAfter(moment))
        .filter(call -> CHANGES.contains(call.action()))
        .filter(Call::succeeded)
        .toList();
  }

  /** The instances whose termination was ordered by name, by their ids. */
  List<String> terminations() {
    return aws.calls().calls(TERMINATION).stream()
        .map(call -> call.parameters().getOrDefault("InstanceId", ""))
        .toList();
  }

  @Override
  public boolean isEmpty() {
    return aws.groups().stream().allMatch(group -> group.desired() == group.min());
  }

  @Override
  public String told() {
    return aws.groups().stream()
        .map(g -> g.name() + " " + live(g.name()) + "/" + g.desired())
        .toList()
        .toString();
  }

  @Override
  public List<Host> hosts() {
    return aws.instances().stream().map(AmazonAccount::host).toList();
  }

  private static Host host(EmulatedInstance instance) {
    return new Host(
        instance.id(),
        instance.providerId(),
        instance.group(),
        Kind.of(instance.instanceType()),
        instance.region(),
        instance.zone(),
        instance.state() == State.RUNNING && instance.inService().isPresent());
  }

  private EmulatedGroup named(String name) {
    return aws.groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    aws.close();
  }
}
