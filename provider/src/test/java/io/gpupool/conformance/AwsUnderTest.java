package io.gpupool.conformance;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.aws.AwsCloud;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.EmulatedRegion;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.access.PolicyDocument;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import io.gpupool.fleet.CloudEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two regions of an emulated AWS; what the server may do there is what its policy says. */
final class AwsUnderTest implements CloudUnderTest {

  static final String ACCOUNT = "111122223333";
  static final String TYPE = "p5.48xlarge";
  private static final String TAG = "k8s.io/cluster-autoscaler/enabled";

  /** For tests in which clouds hang. */
  static final AwsSettings.Timeouts IMPATIENT =
      new AwsSettings.Timeouts(
          Duration.ofSeconds(1),
          Duration.ofMillis(700),
          Duration.ofSeconds(8),
          Duration.ofMillis(900));

  final EmulatedAws aws;
  final EmulatedRegion east;
  final EmulatedRegion west;
  private final InstantSource clock;
  private final List<AwsCloud> clouds;

  AwsUnderTest(InstantSource clock) {
    this(clock, IMPATIENT, List.of());
  }

  /**
   * @param named groups of us-east-1 that are managed by name
   */
  AwsUnderTest(InstantSource clock, AwsSettings.Timeouts timeouts, List<AwsSettings.Group> named) {
    this.clock = clock;
    aws = EmulatedAws.builder().clock(clock).account(ACCOUNT).start();
    east = aws.region("us-east-1");
    west = aws.region("us-west-2");
    aws.addInstanceType(
        InstanceType.x86(TYPE, 192, 2_097_152)
            .with(new Accelerator.Gpu(8, "H100", "NVIDIA", 81_920)));
    var unused =
        aws.access()
            .allowOnly(
                PolicyDocument.allowedActions(Path.of("..", "deploy", "aws", "iam-policy.json")));
    clouds =
        List.of(adapter("us-east-1", timeouts, named), adapter("us-west-2", timeouts, List.of()));
  }

  /** A group that will be discovered. */
  static GroupDefinition definition(String name) {
    return GroupDefinition.of(name, TYPE).tag(TAG, "true");
  }

  @Override
  public List<CloudEntry> entries(Duration refresh) {
    return List.of(
        new CloudEntry("aws/us-east-1", "aws", clouds.get(0), refresh),
        new CloudEntry("aws/us-west-2", "aws", clouds.get(1), refresh));
  }

  @Override
  public void addGroup(String name, int min, int max, int size) {
    east.addGroup(definition(name).sizes(min, max).desired(size));
  }

  @Override
  public String id(String group) {
    return NodeGroupId.of("aws", ACCOUNT, "us-east-1", group).value();
  }

  @Override
  public int desired(String group) {
    return east.group(group).orElseThrow().desired();
  }

  @Override
  public void setDesired(String group, int size) {
    east.setDesired(group, size);
  }

  @Override
  public void deleteGroup(String group) {
    east.deleteGroup(group);
  }

  @Override
  public List<String> instances(String group) {
    return aws.instances().stream()
        .filter(instance -> instance.group().equals(group))
        .filter(instance -> List.of(State.BOOTING, State.RUNNING).contains(instance.state()))
        .map(instance -> instance.providerId())
        .toList();
  }

  @Override
  public void runOutOfCapacity(String group) {
    var unused =
        aws.refuseLaunches(
            attempt -> attempt.group().equals(group),
            LaunchRefusal.outOfCapacity(TYPE, "us-east-1a", List.of()));
  }

  @Override
  public String wordsForNoCapacity() {
    return "do not have sufficient p5.48xlarge";
  }

  @Override
  public void failLaunches(String message) {
    var unused = aws.refuseLaunches(attempt -> true, new LaunchRefusal("Whatever", message));
  }

  @Override
  public String forbidResizing() {
    var unused = aws.access().deny("autoscaling:SetDesiredCapacity");
    return "autoscaling:SetDesiredCapacity";
  }

  @Override
  public List<String> resizing() {
    return List.of("SetDesiredCapacity");
  }

  @Override
  public List<String> givingUp() {
    return resizing();
  }

  @Override
  public List<String> ending() {
    return List.of("TerminateInstanceInAutoScalingGroup");
  }

  @Override
  public int endings() {
    return (int) aws.calls().count("TerminateInstanceInAutoScalingGroup");
  }

  @Override
  public Faults faults() {
    return aws.faults();
  }

  @Override
  public CallLog calls() {
    return aws.calls();
  }

  @Override
  public void close() {
    clouds.forEach(AwsCloud::close);
    aws.close();
  }

  private AwsCloud adapter(
      String region, AwsSettings.Timeouts timeouts, List<AwsSettings.Group> named) {
    return new AwsCloud(
        new AwsSettings(
            region,
            Map.of(TAG, ""),
            named,
            Optional.of(aws.endpoint()),
            Optional.empty(),
            Optional.of(new AwsSettings.AccessKey("AKIDEXAMPLE", "secret")),
            timeouts),
        clock);
  }
}
