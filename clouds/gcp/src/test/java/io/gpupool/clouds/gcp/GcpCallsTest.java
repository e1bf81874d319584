package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.emulator.gcp.EmulatedInstance;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.model.InstanceProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reading costs in calls: pages, and groups that something happens in. */
class GcpCallsTest {

  private static final int GROUPS = 500;
  private static final int INSTANCES_EACH = 10;
  private static final List<String> PLACES = List.of("us-central1-a", "us-central1-b", "us-east1");

  private final GcpWorld world = new GcpWorld();

  @BeforeEach
  void aLargeFleet() {
    world.project.addTemplate(
        "shared", InstanceProperties.of(GcpWorld.TYPE).label(GcpWorld.LABEL, "true"));
    for (int k = 0; k < GROUPS; k++) {
      world.project.addGroup(
          GroupDefinition.of(PLACES.get(k % PLACES.size()), name(k), GcpWorld.TYPE)
              .template("shared")
              .size(INSTANCES_EACH));
    }
    world.settle();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aFleetAtRestCostsPagesAndNoCallForEachGroup() throws Exception {
    CloudReading first = world.read();
    world.gcp.calls().clear();

    CloudReading second = world.cloud().observe(Optional.of(first));

    assertThat(second).isEqualTo(first);
    assertThat(instances(second)).isEqualTo(GROUPS * INSTANCES_EACH);
    assertThat(world.gcp.calls().counts())
        .containsOnly(
            Map.entry("instanceGroupManagers.aggregatedList", 1L),
            Map.entry("instances.aggregatedList", 10L));
  }

  @Test
  void groupsThatChangeCostAFewCallsEach() throws Exception {
    CloudReading first = world.read();
    for (int k = 0; k < 20; k++) {
      world.project.setTargetSize(PLACES.get(k % 3), name(k), INSTANCES_EACH + 1);
    }
    world.pass(Duration.ofSeconds(15));
    world.gcp.calls().clear();

    CloudReading second = world.cloud().observe(Optional.of(first));

    assertThat(instances(second)).isEqualTo(GROUPS * INSTANCES_EACH + 20);
    assertThat(world.gcp.calls().count("instanceGroupManagers.aggregatedList")).isEqualTo(1);
    assertThat(world.gcp.calls().count("instances.aggregatedList")).isLessThanOrEqualTo(11);
    assertThat(
            world.gcp.calls().count("instanceGroupManagers.listManagedInstances")
                + world.gcp.calls().count("regionInstanceGroupManagers.listManagedInstances"))
        .isEqualTo(20);
    assertThat(total()).isLessThanOrEqualTo(32);
  }

  @Test
  void theFirstReadingReadsATemplateAndAMachineTypeOnceForAllGroups() throws Exception {
    CloudReading first = world.read();

    assertThat(first.groups()).hasSize(GROUPS);
    assertThat(world.gcp.calls().count("instanceTemplates.get")).isEqualTo(1);
    assertThat(world.gcp.calls().count("machineTypes.get")).isEqualTo(2);
  }

  @Test
  void aMachineThatSomebodyDeletedIsMissedAtOnce() throws Exception {
    CloudReading first = world.read();
    EmulatedInstance victim = world.gcp.instances().get(0);
    world.project.deleteInstance(victim.zone(), victim.name());

    CloudReading second = world.cloud().observe(Optional.of(first));

    assertThat(second).isEqualTo(world.anotherCloud().observe(Optional.empty()));
    assertThat(running(second)).doesNotContain(victim.providerId());
  }

  @Test
  void aMachineThatWasExchangedBetweenTwoReadingsIsSeen() throws Exception {
    CloudReading first = world.read();
    GroupReading group =
        first.group(NodeGroupId.of("gcp", GcpWorld.PROJECT, PLACES.get(0), name(0))).orElseThrow();
    // named by hand; the group is as large as it was, and rests
    world.cloud().delete(group.id(), Set.of(group.instances().get(0).id()));
    world.settle();
    world.project.setTargetSize(PLACES.get(0), group.id().name(), INSTANCES_EACH);
    world.settle();

    CloudReading second = world.cloud().observe(Optional.of(first));

    assertThat(second).isEqualTo(world.anotherCloud().observe(Optional.empty()));
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void aGroupThatWasMadeAnewIsReadAnew() throws Exception {
    CloudReading first = world.read();
    world.project.deleteGroup(PLACES.get(0), name(0));
    world.settle();
    world.project.addGroup(
        GroupDefinition.of(PLACES.get(0), name(0), GcpWorld.TYPE)
            .label(GcpWorld.LABEL, "true")
            .label("pool", "new")
            .spot()
            .size(INSTANCES_EACH));
    world.settle();

    CloudReading second = world.cloud().observe(Optional.of(first));

    assertThat(second).isEqualTo(world.anotherCloud().observe(Optional.empty()));
  }

  private long total() {
    return world.gcp.calls().counts().values().stream().mapToLong(Long::longValue).sum();
  }

  private static int instances(CloudReading reading) {
    return reading.groups().stream().mapToInt(GroupReading::liveInstances).sum();
  }

  private static List<String> running(CloudReading reading) {
    return reading.groups().stream()
        .flatMap(group -> group.instances().stream())
        .filter(instance -> instance.state() == InstanceState.RUNNING)
        .map(Instance::id)
        .map(Object::toString)
        .toList();
  }

  private static String name(int k) {
    return "pool-" + k;
  }
}
