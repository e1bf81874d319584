package io.gpupool.conformance;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.gcp.EmulatedGcp;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance.State;
import io.gpupool.clouds.emulator.gcp.EmulatedProject;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.access.CustomRole;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import io.gpupool.clouds.emulator.gcp.model.MachineType;
import io.gpupool.clouds.gcp.GcpCloud;
import io.gpupool.clouds.gcp.GcpSettings;
import io.gpupool.fleet.CloudEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A project of an emulated Google Cloud whose groups are all in one place, a zone or a region; what
 * the server may do there is what its role says.
 */
final class GcpUnderTest implements CloudUnderTest {

  static final String PROJECT = "ml-prod";
  static final String TYPE = "a3-highgpu-8g";
  static final String ZONE = "us-central1-a";
  static final String REGION = "us-central1";
  private static final Pattern INSTANCE = Pattern.compile("/instances/([-a-z0-9]+)\"");
  private static final String LABEL = "cluster";

  /** For tests in which clouds hang. */
  private static final GcpSettings.Timeouts IMPATIENT =
      new GcpSettings.Timeouts(
          Duration.ofSeconds(1),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(8),
          Duration.ofMillis(1_500));

  final EmulatedGcp gcp;
  final EmulatedProject project;
  private final String place;
  private final GcpCloud cloud;

  private GcpUnderTest(InstantSource clock, String place) {
    this.place = place;
    gcp = EmulatedGcp.builder().clock(clock).start();
    project = gcp.project(PROJECT);
    gcp.addMachineType(MachineType.x86(TYPE, 208, 1_916_928).with("nvidia-h100-80gb", 8));
    var unused =
        gcp.access().allowOnly(CustomRole.permissions(Path.of("..", "deploy", "gcp", "role.yaml")));
    cloud =
        new GcpCloud(
            new GcpSettings(
                PROJECT,
                List.of(),
                Optional.empty(),
                Map.of(LABEL, ""),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                Optional.of(gcp.endpoint()),
                Optional.empty(),
                new GcpSettings.Credentials.None(),
                IMPATIENT),
            clock);
  }

  /** With zonal groups. */
  static GcpUnderTest zonal(InstantSource clock) {
    return new GcpUnderTest(clock, ZONE);
  }

  /** With regional groups. */
  static GcpUnderTest regional(InstantSource clock) {
    return new GcpUnderTest(clock, REGION);
  }

  @Override
  public List<CloudEntry> entries(Duration refresh) {
    return List.of(new CloudEntry("gcp", "gce", cloud, refresh));
  }

  @Override
  public void addGroup(String name, int min, int max, int size) {
    project.addGroup(
        GroupDefinition.of(place, name, TYPE)
            .size(size)
            .label(LABEL, "any")
            .label(GcpSettings.MIN_LABEL, Integer.toString(min))
            .label(GcpSettings.MAX_LABEL, Integer.toString(max)));
  }

  @Override
  public String id(String group) {
    return NodeGroupId.of("gcp", PROJECT, place, group).value();
  }

  @Override
  public int desired(String group) {
    return project.group(place, group).orElseThrow().targetSize();
  }

  @Override
  public void setDesired(String group, int size) {
    project.setTargetSize(place, group, size);
  }

  @Override
  public void deleteGroup(String group) {
    project.deleteGroup(place, group);
  }

  @Override
  public List<String> instances(String group) {
    return gcp.instances().stream()
        .filter(instance -> instance.group().equals(group))
        .filter(instance -> List.of(State.BOOTING, State.RUNNING).contains(instance.state()))
        .map(instance -> instance.providerId())
        .toList();
  }

  @Override
  public void runOutOfCapacity(String group) {
    var unused =
        gcp.refuseLaunches(
            attempt -> attempt.group().equals(group), CreationError.outOfCapacity(PROJECT, ZONE));
  }

  @Override
  public String wordsForNoCapacity() {
    return "does not have enough resources available";
  }

  @Override
  public void failLaunches(String message) {
    var unused = gcp.refuseLaunches(attempt -> true, new CreationError("WHATEVER", message));
  }

  @Override
  public String forbidResizing() {
    var unused = gcp.access().deny("compute.instanceGroupManagers.update");
    return "compute.instanceGroupManagers.update";
  }

  @Override
  public List<String> resizing() {
    return List.of("instanceGroupManagers.resize", "regionInstanceGroupManagers.resize");
  }

  @Override
  public List<String> ending() {
    return List.of(
        "instanceGroupManagers.deleteInstances", "regionInstanceGroupManagers.deleteInstances");
  }

  /** A slot that a group tries in vain to fill has a name, and is deleted like an instance. */
  @Override
  public List<String> givingUp() {
    return ending();
  }

  @Override
  public int endings() {
    List<String> everLaunched = gcp.instances().stream().map(EmulatedInstance::name).toList();
    return (int)
        gcp.calls().calls().stream()
            .filter(call -> ending().contains(call.action()))
            .map(call -> call.parameters().getOrDefault("body", ""))
            .flatMap(body -> INSTANCE.matcher(body).results())
            .filter(named -> everLaunched.contains(named.group(1)))
            .count();
  }

  @Override
  public Faults faults() {
    return gcp.faults();
  }

  @Override
  public CallLog calls() {
    return gcp.calls();
  }

  @Override
  public void close() {
    cloud.close();
    gcp.close();
  }
}
