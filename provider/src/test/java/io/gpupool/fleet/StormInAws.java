package io.gpupool.fleet;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.aws.AwsCloud;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedInstance;
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.clouds.emulator.aws.EmulatedRegion;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A region of an emulated AWS behind its SDK and HTTP: machines come by themselves as time passes,
 * unless there are none.
 */
final class StormInAws implements StormyCloud {

  private static final String TYPE = "g5.xlarge";
  private static final Set<String> CHANGES =
      Set.of("SetDesiredCapacity", "TerminateInstanceInAutoScalingGroup");

  private final EmulatedAws aws;
  private final EmulatedRegion region;
  private final String regionName;
  private final String zone;
  private final InstantSource clock;
  private final List<Cloud> adapters = new ArrayList<>();
  private final List<Episode> outages = new ArrayList<>();
  private final List<Episode> lostAnswers = new ArrayList<>();

  /**
   * @param side of the country, east or west
   */
  StormInAws(InstantSource clock, String side) {
    regionName = "us-" + side + "-1";
    zone = regionName + "a";
    aws = EmulatedAws.builder().clock(clock).seed(side.hashCode()).account("111122223333").start();
    aws.addInstanceType(InstanceType.x86(TYPE, 4, 16_384));
    region = aws.region(regionName);
    this.clock = clock;
  }

  @Override
  public Cloud adapter() {
    AwsSettings settings =
        new AwsSettings(
            regionName,
            Map.of("storm", "true"),
            List.of(),
            Optional.of(aws.endpoint()),
            Optional.empty(),
            Optional.of(new AwsSettings.AccessKey("AKIDEXAMPLE", "secret")),
            AwsSettings.Timeouts.DEFAULT);
    Cloud adapter = new DrainingCloud(new AwsCloud(settings, clock));
    adapters.add(adapter);
    return adapter;
  }

  @Override
  public NodeGroupId addGroup(String group, int min, int max, int target) {
    region.addGroup(
        GroupDefinition.of(group, TYPE).sizes(min, max).desired(target).tag("storm", "true"));
    return NodeGroupId.of("aws", aws.account(), regionName, group);
  }

  /** How many machines there are is all that is left to chance. */
  @Override
  public void act(NodeGroupId group, Random random) {
    if (random.nextBoolean()) {
      aws.setCapacity(TYPE, zone, random.nextInt(3));
    } else {
      aws.setUnlimitedCapacity(TYPE, zone);
    }
  }

  @Override
  public void turn(boolean off) {
    outages.forEach(Episode::close);
    outages.clear();
    if (off) {
      // of all ways to be dark the one that the SDK doesn't try again, for the time it takes
      Fault refused = new Fault.ErrorAnswer(403, "AccessDenied", "not authorized");
      outages.add(aws.faults().always(operation -> true, refused));
    }
  }

  @Override
  public void loseAnswersOfWrites(boolean loses) {
    lostAnswers.forEach(Episode::close);
    lostAnswers.clear();
    if (loses) {
      lostAnswers.add(aws.faults().always(StormInAws::isChange, new Fault.LostAnswer()));
    }
  }

  @Override
  public void throttleNext(Random random) {
    aws.faults().next(1, StormInAws::isChange, new Fault.Throttle());
  }

  private static boolean isChange(Operation operation) {
    return CHANGES.contains(operation.action());
  }

  @Override
  public void calmDown() {
    turn(false);
    loseAnswersOfWrites(false);
    aws.faults().clear();
    aws.setUnlimitedCapacity(TYPE, zone);
  }

  @Override
  public int target(NodeGroupId group) {
    return region.group(group.name()).orElseThrow().desired();
  }

  @Override
  public List<ProviderId> live(NodeGroupId group) {
    return region.group(group.name()).orElseThrow().instances().stream()
        .filter(instance -> instance.state() == State.BOOTING || instance.state() == State.RUNNING)
        .map(EmulatedInstance::providerId)
        .map(ProviderId::new)
        .toList();
  }

  @Override
  public int calls() {
    return aws.calls().calls().size();
  }

  @Override
  public void close() {
    adapters.forEach(Cloud::close);
    aws.close();
  }
}
