package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.B;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.REGION;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.gcp.EmulatedInstance.State;
import io.gpupool.clouds.emulator.gcp.model.Behaviour;
import io.gpupool.clouds.emulator.gcp.model.Provisioning;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class InstancesTest {

  private final GcpUnderTest test = new GcpUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void anInstanceIsShownAsTheApiShowsIt() {
    test.project.addGroup(
        GroupDefinition.of(A, "t4", "n1-standard-8")
            .accelerators("nvidia-tesla-t4", 2)
            .localSsds(1)
            .label("pool", "inference")
            .metadata("cluster-name", "ml")
            .size(1));
    test.pass(60);
    String name = test.names(A, "t4").get(0);

    Reply instance = test.get("zones/us-central1-a/instances/" + name);

    assertThat(instance.text("kind")).isEqualTo("compute#instance");
    assertThat(instance.text("status")).isEqualTo("RUNNING");
    assertThat(instance.text("machineType"))
        .endsWith("/projects/ml-prod/zones/us-central1-a/machineTypes/n1-standard-8");
    assertThat(instance.text("guestAccelerators.0.acceleratorType"))
        .endsWith("/zones/us-central1-a/acceleratorTypes/nvidia-tesla-t4");
    assertThat(instance.number("guestAccelerators.0.acceleratorCount")).isEqualTo(2);
    assertThat(instance.texts("disks.*.type")).containsExactly("PERSISTENT", "SCRATCH");
    assertThat(instance.text("labels.pool")).isEqualTo("inference");
    assertThat(instance.texts("metadata.items.*.key"))
        .containsExactly("cluster-name", "created-by", "instance-template");
    assertThat(instance.texts("metadata.items.*.value"))
        .contains("projects/ml-prod/zones/us-central1-a/instanceGroupManagers/t4");
    assertThat(instance.text("scheduling.provisioningModel")).isEqualTo("STANDARD");
    assertThat(instance.text("networkInterfaces.0.networkIP")).startsWith("10.128.");
    assertThat(instance.text("lastStartTimestamp")).isEqualTo("2026-01-01T02:00:47.000-08:00");
    assertThat(test.members(A, "t4").text("managedInstances.0.id")).isEqualTo(instance.text("id"));
    assertThat(test.get("zones/us-central1-b/instances/" + name).status()).isEqualTo(404);
  }

  @Test
  void instancesAreListedByZoneAndAltogether() {
    test.project.addGroup(GroupDefinition.of(REGION, "l4", "g2-standard-4").zones(A, B).size(4));
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").label("pool", "x").size(1));
    test.pass(60);

    assertThat(test.get("zones/us-central1-a/instances").all("items.*")).hasSize(3);
    assertThat(
            test.get("zones/us-central1-a/instances?filter=" + encoded("labels.pool=x"))
                .texts("items.*.name"))
        .isEqualTo(test.names(A, "t4"));
    Reply all = test.get("aggregated/instances?maxResults=4");
    assertThat(all.all("items.zones/us-central1-a.instances.*")).hasSize(3);
    assertThat(all.all("items.zones/us-central1-b.instances.*")).hasSize(1);
    Reply rest =
        test.get(
            "aggregated/instances?maxResults=4&pageToken=" + encoded(all.text("nextPageToken")));
    assertThat(rest.all("items.zones/us-central1-b.instances.*")).hasSize(1);
    assertThat(rest.text("items.zones/us-central1-a.warning.code")).isEqualTo("NO_RESULTS_ON_PAGE");
    assertThat(rest.texts("nextPageToken")).isEmpty();
  }

  @Test
  void theViewFromOutsideTellsWhenAnInstanceCameAndWent() {
    Instant start = test.clock.instant();
    test.project.addGroup(
        GroupDefinition.of(A, "spot", "g2-standard-4").spot().label("a", "b").size(1));
    assertThat(test.gcp.instances()).isEmpty();
    test.pass(2);
    assertThat(test.gcp.instances())
        .singleElement()
        .satisfies(
            instance -> {
              assertThat(instance.state()).isEqualTo(State.BOOTING);
              assertThat(instance.provisioning()).isEqualTo(Provisioning.SPOT);
              assertThat(instance.launched()).isEqualTo(start.plusSeconds(2));
              assertThat(instance.running()).isEmpty();
              assertThat(instance.project()).isEqualTo("ml-prod");
              assertThat(instance.location()).isEqualTo(A);
              assertThat(instance.group()).isEqualTo("spot");
              assertThat(instance.machineType()).isEqualTo("g2-standard-4");
              assertThat(instance.labels()).containsEntry("a", "b");
            });
    test.pass(45);
    assertThat(test.gcp.instances().get(0).running()).contains(start.plusSeconds(47));
    test.project.setTargetSize(A, "spot", 0);
    assertThat(test.gcp.instances().get(0).state()).isEqualTo(State.ENDING);
    test.pass(30);
    assertThat(test.gcp.instances().get(0).terminated()).contains(start.plusSeconds(77));
    assertThat(test.gcp.groups().get(0).instances()).isEmpty();
  }

  @Test
  void aPreemptedInstanceStopsAndIsMadeAgainUnderItsName() {
    test.project.addGroup(GroupDefinition.of(A, "spot", "g2-standard-4").spot().size(1));
    test.pass(60);
    Reply before = test.members(A, "spot");
    String name = before.text("managedInstances.0.name");
    test.project.preempt(A, name);

    assertThat(test.members(A, "spot").text("managedInstances.0.instanceStatus"))
        .isEqualTo("STOPPING");
    assertThat(test.actions(A, "spot")).containsExactly("NONE");
    test.pass(2);
    assertThat(test.actions(A, "spot")).containsExactly("RECREATING");
    assertThat(test.group(A, "spot").number("currentActions.recreating")).isEqualTo(1);
    assertThat(test.group(A, "spot").number("targetSize")).isEqualTo(1);
    test.pass(80);
    Reply after = test.members(A, "spot");
    assertThat(after.text("managedInstances.0.currentAction")).isEqualTo("NONE");
    assertThat(after.text("managedInstances.0.name")).isEqualTo(name);
    assertThat(after.text("managedInstances.0.id"))
        .isNotEqualTo(before.text("managedInstances.0.id"));
    assertThat(test.project.instances())
        .extracting(EmulatedInstance::state)
        .containsExactly(State.GONE, State.RUNNING);
  }

  @Test
  void onlySpotInstancesArePreempted() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").size(1));
    test.project.addGroup(GroupDefinition.of(A, "old", "n1-standard-8").preemptible().size(1));
    test.pass(60);

    assertThatThrownBy(() -> test.project.preempt(A, test.names(A, "t4").get(0)))
        .hasMessageContaining("only spot and preemptible ones are preempted");
    test.project.preempt(A, test.names(A, "old").get(0));
    assertThatThrownBy(() -> test.project.preempt(A, "nobody"))
        .hasMessageContaining("there is no instance nobody in us-central1-a now");
  }

  @Test
  void anInstanceThatIsDeletedBehindItsGroupsBackIsMadeAgain() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").size(2));
    test.pass(60);
    String name = test.names(A, "t4").get(0);
    test.project.deleteInstance(A, name);
    test.pass(2);

    assertThat(test.actions(A, "t4")).containsExactly("RECREATING", "NONE");
    assertThat(test.group(A, "t4").text("status.isStable")).isEqualTo("false");
    test.pass(30);
    assertThat(test.members(A, "t4").texts("managedInstances.0.instanceStatus"))
        .containsExactly("PROVISIONING");
    test.pass(60);
    assertThat(test.actions(A, "t4")).containsExactly("NONE", "NONE");
  }

  @Test
  void anInstanceThatDiesWhileItIsDeletedIsNotMadeAgain() {
    test.project.addGroup(GroupDefinition.of(A, "spot", "g2-standard-4").spot().size(1));
    test.pass(60);
    String name = test.names(A, "spot").get(0);
    test.project.preempt(A, name);
    test.deleteInstances(A, "spot", false, GcpUnderTest.instance(A, name));
    test.pass(120);

    assertThat(test.names(A, "spot")).isEmpty();
    assertThat(test.project.instances()).hasSize(1);
  }

  @Test
  void aSuspendedInstanceLeavesTheTargetAndKeepsItsName() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").size(2));
    test.pass(60);
    String name = test.names(A, "t4").get(0);
    test.project.suspend(A, "t4", name);

    assertThat(test.actions(A, "t4")).containsExactly("SUSPENDING", "NONE");
    test.pass(30);
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(1);
    assertThat(test.group(A, "t4").number("targetSuspendedSize")).isEqualTo(1);
    assertThat(test.members(A, "t4").text("managedInstances.0.instanceStatus"))
        .isEqualTo("SUSPENDED");
    assertThat(test.group(A, "t4").text("status.isStable")).isEqualTo("true");

    test.resize(A, "t4", 2);
    assertThat(test.names(A, "t4")).hasSize(3);
    test.deleteInstances(A, "t4", false, GcpUnderTest.instance(A, name));
    assertThat(test.group(A, "t4").number("targetSuspendedSize")).isZero();
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(2);
  }

  @Test
  void bootTimesDifferByMachineType() {
    try (GcpUnderTest slow =
        new GcpUnderTest(
            Behaviour.usual()
                .withBoot(Duration.ofSeconds(20))
                .withBoot("a3-highgpu-8g", Duration.ofMinutes(5)))) {
      slow.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").size(1));
      slow.project.addGroup(GroupDefinition.of(A, "h100", "a3-highgpu-8g").size(1));
      slow.pass(30);
      assertThat(slow.actions(A, "t4")).containsExactly("NONE");
      assertThat(slow.actions(A, "h100")).containsExactly("CREATING");
      slow.pass(280);
      assertThat(slow.actions(A, "h100")).containsExactly("NONE");
    }
  }
}
