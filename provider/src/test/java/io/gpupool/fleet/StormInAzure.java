package io.gpupool.fleet;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.azure.AzureCloud;
import io.gpupool.clouds.azure.AzureSettings;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.azure.EmulatedAzure;
import io.gpupool.clouds.emulator.azure.EmulatedGroup;
import io.gpupool.clouds.emulator.azure.EmulatedInstance;
import io.gpupool.clouds.emulator.azure.EmulatedInstance.State;
import io.gpupool.clouds.emulator.azure.EmulatedSubscription;
import io.gpupool.clouds.emulator.azure.GroupDefinition;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * A region of an emulated Azure behind its SDK and HTTP, with uniform scale sets in the east and
 * flexible ones in the west: machines come by themselves as time passes, unless there are none.
 */
final class StormInAzure implements StormyCloud {

  private static final String SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
  private static final String RESOURCE_GROUP = "storm";
  private static final String TYPE = "Standard_NC4as_T4_v3";
  private static final Set<String> CHANGES =
      Set.of("VirtualMachineScaleSets_Update", "VirtualMachineScaleSets_DeleteInstances");

  private final EmulatedAzure azure;
  private final EmulatedSubscription subscription;
  private final String region;
  private final boolean flexible;
  private final InstantSource clock;
  private final List<Cloud> adapters = new ArrayList<>();
  private final List<Episode> outages = new ArrayList<>();
  private final List<Episode> lostAnswers = new ArrayList<>();

  /**
   * @param side of the country, east or west
   */
  StormInAzure(InstantSource clock, String side) {
    region = side + "us";
    flexible = side.equals("west");
    azure = EmulatedAzure.builder().clock(clock).seed(side.hashCode()).open().start();
    azure.addMachineType(MachineType.x86(TYPE, 4, 28).withGpus(1));
    subscription = azure.subscription(SUBSCRIPTION);
    this.clock = clock;
  }

  @Override
  public Cloud adapter() {
    AzureSettings settings =
        new AzureSettings(
            SUBSCRIPTION,
            List.of(),
            Map.of("storm", "true"),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            AzureSettings.Environment.PUBLIC,
            Optional.of(azure.endpoint()),
            new AzureSettings.Credentials.None(),
            AzureSettings.Timeouts.DEFAULT);
    Cloud adapter = new DrainingCloud(new AzureCloud(settings, clock));
    adapters.add(adapter);
    return adapter;
  }

  @Override
  public NodeGroupId addGroup(String group, int min, int max, int target) {
    GroupDefinition definition =
        GroupDefinition.of(RESOURCE_GROUP, region, group, TYPE)
            .tag("storm", "true")
            .tag(AzureSettings.MIN_TAG, String.valueOf(min))
            .tag(AzureSettings.MAX_TAG, String.valueOf(max))
            .capacity(target);
    subscription.addGroup(flexible ? definition.flexible() : definition);
    return NodeGroupId.of("azure", SUBSCRIPTION, RESOURCE_GROUP, group);
  }

  /** How many machines there are is all that is left to chance. */
  @Override
  public void act(NodeGroupId group, Random random) {
    if (random.nextBoolean()) {
      azure.setCapacity(TYPE, region, random.nextInt(3));
    } else {
      azure.setUnlimitedCapacity(TYPE, region);
    }
  }

  @Override
  public void turn(boolean off) {
    outages.forEach(Episode::close);
    outages.clear();
    if (off) {
      // of all ways to be dark the one that isn't tried again, for the time it takes
      Fault refused = new Fault.ErrorAnswer(403, "AuthorizationFailed", "not authorized");
      outages.add(azure.faults().always(operation -> true, refused));
    }
  }

  @Override
  public void loseAnswersOfWrites(boolean loses) {
    lostAnswers.forEach(Episode::close);
    lostAnswers.clear();
    if (loses) {
      lostAnswers.add(azure.faults().always(StormInAzure::isChange, new Fault.LostAnswer()));
    }
  }

  @Override
  public void throttleNext(Random random) {
    azure.faults().next(1, StormInAzure::isChange, new Fault.Throttle());
  }

  private static boolean isChange(Operation operation) {
    return CHANGES.contains(operation.action());
  }

  @Override
  public void calmDown() {
    turn(false);
    loseAnswersOfWrites(false);
    azure.faults().clear();
    azure.setUnlimitedCapacity(TYPE, region);
  }

  @Override
  public int target(NodeGroupId group) {
    return group(group).capacity();
  }

  @Override
  public List<ProviderId> live(NodeGroupId group) {
    return group(group).instances().stream()
        .filter(instance -> instance.state() == State.BOOTING || instance.state() == State.RUNNING)
        .map(EmulatedInstance::providerId)
        .map(ProviderId::new)
        .toList();
  }

  private EmulatedGroup group(NodeGroupId group) {
    return subscription.group(RESOURCE_GROUP, group.name()).orElseThrow();
  }

  @Override
  public int calls() {
    return azure.calls().calls().size();
  }

  @Override
  public void close() {
    adapters.forEach(Cloud::close);
    azure.close();
  }
}
