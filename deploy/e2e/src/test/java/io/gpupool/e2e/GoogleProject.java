package io.gpupool.e2e;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.gcp.EmulatedGcp;
import io.gpupool.clouds.emulator.gcp.EmulatedGroup;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance.State;
import io.gpupool.clouds.emulator.gcp.EmulatedProject;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.access.CustomRole;
import io.gpupool.clouds.emulator.gcp.model.Behaviour;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import io.gpupool.clouds.emulator.gcp.model.MachineType;
import io.gpupool.clouds.emulator.gcp.model.TargetShape;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A project in an emulated Google Cloud, without groups to begin with. */
final class GoogleProject implements Site {

  static final String ZONE = "us-central1-a";
  static final String REGION = "us-central1";

  private static final String NAME = "e2e-project";
  private static final String LABEL = "cluster";
  private static final List<String> CHANGES =
      List.of(".resize", ".createInstances", ".deleteInstances");
  private static final String MAX_LABEL = "cluster-autoscaler-max-size";

  /** All that the server may do. */
  private static final Path ROLE = Path.of("..", "gcp", "role.yaml");

  /** Everything takes seconds that takes minutes elsewhere. */
  private static final Behaviour BEHAVIOUR =
      new Behaviour(
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Map.of(),
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          false);

  private final EmulatedGcp gcp = EmulatedGcp.builder().behaviour(BEHAVIOUR).start();
  private final EmulatedProject project = gcp.project(NAME);

  GoogleProject() {
    for (Kind kind : Kind.ofGoogle()) {
      gcp.addMachineType(
          MachineType.x86(kind.machineType(), kind.vcpu(), kind.memoryMib())
              .with(kind.gpuName(), kind.gpus()));
    }
    var unused = gcp.access().allowOnly(CustomRole.permissions(ROLE));
  }

  @Override
  public String configuration() {
    return """
      - name: gcp
        gcp:
          project: %s
          discover: {labels: {%s: e2e}}
          endpoint: %s
          credentials: none
          refresh: 5s
    """
        .formatted(NAME, LABEL, gcp.endpoint());
  }

  /** A group in a zone. */
  @Override
  public void group(String name, Kind kind, int max) {
    project.addGroup(definition(ZONE, name, kind, max));
  }

  /** A group in all zones of a region, without instances, that takes what it gets. */
  void regionalGroup(String name, Kind kind, int max) {
    project.addGroup(definition(REGION, name, kind, max).shape(TargetShape.ANY));
  }

  private static GroupDefinition definition(String location, String name, Kind kind, int max) {
    return GroupDefinition.of(location, name, kind.machineType())
        .label(LABEL, "e2e")
        .label(MAX_LABEL, Integer.toString(max));
  }

  @Override
  public Episode soldOut(String group) {
    return gcp.refuseLaunches(
        attempt -> attempt.group().equals(group), CreationError.outOfCapacity(NAME, ZONE));
  }

  @Override
  public Episode dark() {
    return gcp.faults().always(Faults.any(), new Fault.ConnectionReset());
  }

  @Override
  public int target(String group) {
    return named(group).targetSize();
  }

  @Override
  public int live(String group) {
    return (int)
        named(group).instances().stream()
            .filter(i -> i.state() == State.BOOTING || i.state() == State.RUNNING)
            .count();
  }

  @Override
  public long everLaunched(String group) {
    return gcp.instances().stream().filter(i -> i.group().equals(group)).count();
  }

  @Override
  public List<Call> changesSince(Instant moment) {
    return gcp.calls().calls().stream()
        .filter(call -> call.at().isAfter(moment))
        .filter(call -> CHANGES.stream().anyMatch(change -> call.action().endsWith(change)))
        .filter(Call::succeeded)
        .toList();
  }

  @Override
  public boolean isEmpty() {
    return project.groups().stream().allMatch(group -> group.targetSize() == 0);
  }

  @Override
  public String told() {
    return project.groups().stream()
        .map(g -> g.name() + " " + live(g.name()) + "/" + g.targetSize())
        .toList()
        .toString();
  }

  @Override
  public List<Host> hosts() {
    return gcp.instances().stream().map(GoogleProject::host).toList();
  }

  private static Host host(EmulatedInstance instance) {
    return new Host(
        instance.name(),
        instance.providerId(),
        instance.group(),
        Kind.of(instance.machineType()),
        REGION,
        instance.zone(),
        instance.state() == State.RUNNING);
  }

  private EmulatedGroup named(String name) {
    return project.groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    gcp.close();
  }
}
