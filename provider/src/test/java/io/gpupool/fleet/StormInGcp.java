package io.gpupool.fleet;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.gcp.EmulatedGcp;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance.State;
import io.gpupool.clouds.emulator.gcp.EmulatedProject;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.model.MachineType;
import io.gpupool.clouds.gcp.GcpCloud;
import io.gpupool.clouds.gcp.GcpSettings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/**
 * A place of an emulated Google Cloud behind its SDK and HTTP, a zone in the east and a region in
 * the west: instances come by themselves as time passes, unless there are none.
 */
final class StormInGcp implements StormyCloud {

  private static final String PROJECT = "storm";
  private static final String TYPE = "g2-standard-4";
  private static final Set<String> CHANGES = Set.of("resize", "createInstances", "deleteInstances");

  private final EmulatedGcp gcp;
  private final EmulatedProject project;
  private final List<String> zones;
  private final String place;
  private final InstantSource clock;
  private final List<Cloud> adapters = new ArrayList<>();
  private final List<Episode> outages = new ArrayList<>();
  private final List<Episode> lostAnswers = new ArrayList<>();

  /**
   * @param side of the country, east or west
   */
  StormInGcp(InstantSource clock, String side) {
    String region = "us-" + side + "1";
    zones = side.equals("west") ? List.of(region + "-a", region + "-b") : List.of(region + "-b");
    place = side.equals("west") ? region : zones.get(0);
    gcp = EmulatedGcp.builder().clock(clock).seed(side.hashCode()).start();
    gcp.addMachineType(MachineType.x86(TYPE, 4, 16_384).with("nvidia-l4", 1));
    project = gcp.project(PROJECT);
    this.clock = clock;
  }

  @Override
  public Cloud adapter() {
    GcpSettings settings =
        new GcpSettings(
            PROJECT,
            List.of(),
            Optional.empty(),
            Map.of("storm", "true"),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            Optional.of(gcp.endpoint()),
            Optional.empty(),
            new GcpSettings.Credentials.None(),
            GcpSettings.Timeouts.DEFAULT);
    Cloud adapter = new DrainingCloud(new GcpCloud(settings, clock));
    adapters.add(adapter);
    return adapter;
  }

  @Override
  public NodeGroupId addGroup(String group, int min, int max, int target) {
    GroupDefinition definition =
        GroupDefinition.of(place, group, TYPE)
            .label("storm", "true")
            .label(GcpSettings.MIN_LABEL, String.valueOf(min))
            .label(GcpSettings.MAX_LABEL, String.valueOf(max))
            .size(target);
    project.addGroup(
        zones.size() > 1 ? definition.zones(zones.toArray(String[]::new)) : definition);
    return NodeGroupId.of("gcp", PROJECT, place, group);
  }

  /** How many machines there are is all that is left to chance. */
  @Override
  public void act(NodeGroupId group, Random random) {
    String zone = zones.get(random.nextInt(zones.size()));
    if (random.nextBoolean()) {
      gcp.setCapacity(TYPE, zone, random.nextInt(3));
    } else {
      gcp.setUnlimitedCapacity(TYPE, zone);
    }
  }

  @Override
  public void turn(boolean off) {
    outages.forEach(Episode::close);
    outages.clear();
    if (off) {
      // of all ways to be dark the one that isn't tried again, for the time it takes
      Fault refused = new Fault.ErrorAnswer(403, "forbidden", "not authorized");
      outages.add(gcp.faults().always(operation -> true, refused));
    }
  }

  @Override
  public void loseAnswersOfWrites(boolean loses) {
    lostAnswers.forEach(Episode::close);
    lostAnswers.clear();
    if (loses) {
      lostAnswers.add(gcp.faults().always(StormInGcp::isChange, new Fault.LostAnswer()));
    }
  }

  @Override
  public void throttleNext(Random random) {
    gcp.faults().next(1, StormInGcp::isChange, new Fault.Throttle());
  }

  private static boolean isChange(Operation operation) {
    String action = operation.action();
    return CHANGES.contains(action.substring(action.lastIndexOf('.') + 1));
  }

  @Override
  public void calmDown() {
    turn(false);
    loseAnswersOfWrites(false);
    gcp.faults().clear();
    zones.forEach(zone -> gcp.setUnlimitedCapacity(TYPE, zone));
  }

  @Override
  public int target(NodeGroupId group) {
    return project.group(place, group.name()).orElseThrow().targetSize();
  }

  @Override
  public List<ProviderId> live(NodeGroupId group) {
    return project.instances().stream()
        .filter(instance -> instance.group().equals(group.name()))
        .filter(instance -> instance.state() == State.BOOTING || instance.state() == State.RUNNING)
        .map(EmulatedInstance::providerId)
        .map(ProviderId::new)
        .toList();
  }

  @Override
  public int calls() {
    return gcp.calls().calls().size();
  }

  @Override
  public void close() {
    adapters.forEach(Cloud::close);
    gcp.close();
  }
}
