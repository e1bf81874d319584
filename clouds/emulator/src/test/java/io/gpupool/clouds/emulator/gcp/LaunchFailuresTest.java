package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.instance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.gcp.model.Behaviour;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class LaunchFailuresTest {

  private final GcpUnderTest test = new GcpUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aStockOutIsToldInTheLastAttemptAndTriedAgainForEver() {
    test.gcp.setCapacity("a3-highgpu-8g", A, 1);
    test.project.addGroup(GroupDefinition.of(A, "h100", "a3-highgpu-8g").size(2));

    test.pass(6);
    assertThat(test.members(A, "h100").texts("managedInstances.*.lastAttempt")).isEmpty();
    test.pass(1);
    Reply members = test.members(A, "h100");
    assertThat(members.texts("managedInstances.*.currentAction"))
        .containsExactly("CREATING", "CREATING");
    assertThat(members.texts("managedInstances.*.lastAttempt.errors.errors.*.code"))
        .containsExactly("ZONE_RESOURCE_POOL_EXHAUSTED");
    assertThat(members.text("managedInstances.1.lastAttempt.errors.errors.0.message"))
        .isEqualTo(
            "The zone 'projects/ml-prod/zones/us-central1-a' does not have enough resources"
                + " available to fulfill the request.  Try a different zone, or try again later.");
    assertThat(test.group(A, "h100").number("targetSize")).isEqualTo(2);

    test.pass(130);
    Reply errors = test.get(GcpUnderTest.path(A, "h100") + "/listErrors");
    assertThat(errors.texts("items.*.error.code"))
        .containsExactly(
            "ZONE_RESOURCE_POOL_EXHAUSTED",
            "ZONE_RESOURCE_POOL_EXHAUSTED",
            "ZONE_RESOURCE_POOL_EXHAUSTED");
    assertThat(errors.texts("items.*.timestamp"))
        .containsExactly(
            "2026-01-01T02:02:17.000-08:00",
            "2026-01-01T02:01:12.000-08:00",
            "2026-01-01T02:00:07.000-08:00");
    assertThat(errors.text("items.0.instanceActionDetails.action")).isEqualTo("CREATING");
    assertThat(errors.text("items.0.instanceActionDetails.instance"))
        .isEqualTo(members.text("managedInstances.1.instance"));
  }

  @Test
  void capacityThatComesIsTakenAtTheNextAttemptAndTheErrorForgotten() {
    test.gcp.setCapacity("a3-highgpu-8g", A, 0);
    test.project.addGroup(GroupDefinition.of(A, "h100", "a3-highgpu-8g").size(1));
    test.pass(10);
    test.gcp.setCapacity("a3-highgpu-8g", A, 1);
    test.pass(57);

    Reply members = test.members(A, "h100");
    assertThat(members.texts("managedInstances.*.instanceStatus")).containsExactly("PROVISIONING");
    assertThat(members.texts("managedInstances.*.lastAttempt")).isEmpty();
  }

  @Test
  void anInstanceThatCannotBeHadCanBeGivenUp() {
    test.gcp.setCapacity("a3-highgpu-8g", A, 0);
    test.project.addGroup(GroupDefinition.of(A, "h100", "a3-highgpu-8g").size(1));
    test.pass(10);

    test.deleteInstances(A, "h100", false, instance(A, test.names(A, "h100").get(0)));
    test.pass(120);

    assertThat(test.names(A, "h100")).isEmpty();
    assertThat(test.group(A, "h100").number("targetSize")).isZero();
    assertThat(test.project.instances()).isEmpty();
  }

  @Test
  void anInstanceThatEndsGivesItsPlaceBackAndOneThatIsPreemptedDoesNot() {
    test.gcp.setCapacity("g2-standard-4", A, 2);
    test.project.addGroup(GroupDefinition.of(A, "spot", "g2-standard-4").spot().size(2));
    test.pass(60);
    test.deleteInstances(A, "spot", false, instance(A, test.names(A, "spot").get(0)));
    test.pass(30);
    test.resize(A, "spot", 2);
    test.pass(60);
    assertThat(test.actions(A, "spot")).containsExactly("NONE", "NONE");

    test.project.preempt(A, test.names(A, "spot").get(0));
    test.pass(60);
    assertThat(test.members(A, "spot").texts("managedInstances.*.lastAttempt.errors.errors.*.code"))
        .containsExactly("ZONE_RESOURCE_POOL_EXHAUSTED");
  }

  @Test
  void spotCapacityIsShorterThanTheZone() {
    test.gcp.setSpotCapacity("g2-standard-4", A, 0);
    test.project.addGroup(GroupDefinition.of(A, "spot", "g2-standard-4").spot().size(1));
    test.project.addGroup(GroupDefinition.of(A, "standard", "g2-standard-4").size(1));
    test.pass(60);

    assertThat(test.actions(A, "spot")).containsExactly("CREATING");
    assertThat(test.actions(A, "standard")).containsExactly("NONE");
  }

  @Test
  void attachedAcceleratorsComeFromAPoolOfTheirOwn() {
    test.gcp.setCapacity("nvidia-tesla-t4", A, 5);
    test.project.addGroup(
        GroupDefinition.of(A, "t4", "n1-standard-8").accelerators("nvidia-tesla-t4", 2).size(3));
    test.project.addGroup(GroupDefinition.of(A, "plain", "n1-standard-8").size(1));
    test.pass(60);

    assertThat(test.actions(A, "t4")).containsExactlyInAnyOrder("NONE", "NONE", "CREATING");
    assertThat(test.actions(A, "plain")).containsExactly("NONE");
  }

  @Test
  void aQuotaIsCountedAndExceeded() {
    test.project.setQuota("us-central1", "PREEMPTIBLE_NVIDIA_L4_GPUS", 1);
    test.project.addGroup(GroupDefinition.of(A, "spot", "g2-standard-4").spot().size(2));
    test.pass(60);

    Reply members = test.members(A, "spot");
    assertThat(members.texts("managedInstances.*.lastAttempt.errors.errors.*.code"))
        .containsExactly("QUOTA_EXCEEDED");
    assertThat(members.texts("managedInstances.*.lastAttempt.errors.errors.*.message"))
        .containsExactly(
            "Quota 'PREEMPTIBLE_NVIDIA_L4_GPUS' exceeded.  Limit: 1.0 in region us-central1.");
    Reply region = test.get("regions/us-central1");
    assertThat(region.texts("quotas.*.metric"))
        .containsExactly("PREEMPTIBLE_CPUS", "PREEMPTIBLE_NVIDIA_L4_GPUS");
    assertThat(region.texts("quotas.*.usage")).containsExactly("4.0", "1.0");

    test.resize(A, "spot", 0);
    test.pass(30);
    assertThat(test.get("regions/us-central1").texts("quotas.*.usage"))
        .containsExactly("0.0", "0.0");
  }

  @Test
  void aMachineTypeThatTheZoneDoesNotHaveIsToldToo() {
    test.project.addGroup(GroupDefinition.of("us-central1-f", "h100", "a3-highgpu-8g").size(1));
    test.pass(10);

    assertThat(
            test.members("us-central1-f", "h100")
                .text("managedInstances.0.lastAttempt.errors.errors.0.message"))
        .endsWith("Machine type with name 'a3-highgpu-8g' does not exist in zone 'us-central1-f'.");
  }

  @Test
  void anAllOrNothingGroupCreatesAllOrNothing() {
    test.gcp.setCapacity("a3-highgpu-8g", A, 3);
    test.project.addGroup(GroupDefinition.of(A, "pod", "a3-highgpu-8g").allOrNothing());
    assertThat(test.group(A, "pod").text("targetSizePolicy.mode")).isEqualTo("BULK");

    test.resize(A, "pod", 4);
    test.pass(10);
    assertThat(test.members(A, "pod").texts("managedInstances.*.lastAttempt.errors.errors.*.code"))
        .hasSize(4);
    assertThat(test.project.instances()).isEmpty();

    test.gcp.setCapacity("a3-highgpu-8g", A, 4);
    test.pass(120);
    assertThat(test.actions(A, "pod")).containsExactly("NONE", "NONE", "NONE", "NONE");
  }

  @Test
  void namedInstancesCanBeTriedOnlyOnce() {
    try (GcpUnderTest once = new GcpUnderTest(Behaviour.usual().creatingNamedOnce())) {
      once.gcp.setCapacity("a3-highgpu-8g", A, 0);
      once.project.addGroup(GroupDefinition.of(A, "h100", "a3-highgpu-8g"));
      once.createInstances(A, "h100", "h100-aaaa");

      assertThat(once.actions(A, "h100")).containsExactly("CREATING_WITHOUT_RETRIES");
      assertThat(once.group(A, "h100").number("currentActions.creatingWithoutRetries"))
          .isEqualTo(1);
      once.pass(7);
      assertThat(once.names(A, "h100")).isEmpty();
      assertThat(once.group(A, "h100").number("targetSize")).isZero();
      assertThat(
              once.get(GcpUnderTest.path(A, "h100") + "/listErrors")
                  .text("items.0.instanceActionDetails.action"))
          .isEqualTo("CREATING_WITHOUT_RETRIES");
    }
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments(CreationError.outOfCapacity("p", A), "ZONE_RESOURCE_POOL_EXHAUSTED"),
        arguments(
            CreationError.outOfCapacityInDetail("p", A, "(resource type:compute)"),
            "ZONE_RESOURCE_POOL_EXHAUSTED_WITH_DETAILS"),
        arguments(CreationError.resourcePoolExhausted(), "RESOURCE_POOL_EXHAUSTED"),
        arguments(CreationError.insufficientCapacity(), "INSUFFICIENT_CAPACITY"),
        arguments(CreationError.quotaExceeded("CPUS", 8, "us-central1"), "QUOTA_EXCEEDED"),
        arguments(CreationError.addressesExhausted("default"), "IP_SPACE_EXHAUSTED"),
        arguments(CreationError.permissions("compute.disks.create", "p"), "PERMISSIONS_ERROR"),
        arguments(CreationError.externalAddressForbidden("p"), "CONDITION_NOT_MET"),
        arguments(CreationError.unsupportedTpu(), "CONDITION_NOT_MET"),
        arguments(CreationError.reservationNotReady("r"), "INVALID_FIELD_VALUE"),
        arguments(CreationError.reservationMismatch("r"), "INVALID_FIELD_VALUE"),
        arguments(CreationError.reservationNotFound("r"), "INVALID_FIELD_VALUE"),
        arguments(CreationError.reservationUsedUp("r"), "INVALID_FIELD_VALUE"),
        arguments(CreationError.reservationIncompatible(), "INVALID_FIELD_VALUE"),
        arguments(CreationError.noAutomaticReservation(), "INVALID_FIELD_VALUE"),
        arguments(CreationError.automaticReservationsUsedUp(), "INVALID_FIELD_VALUE"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void launchesFailWithWhateverErrorOneAsksFor(CreationError error, String code) {
    Episode refusal = test.gcp.refuseLaunches(attempt -> attempt.group().equals("l4"), error);
    test.project.addGroup(GroupDefinition.of(A, "l4", "g2-standard-4").size(1));
    test.project.addGroup(GroupDefinition.of(A, "other", "g2-standard-4").size(1));
    test.pass(60);

    Reply members = test.members(A, "l4");
    assertThat(members.text("managedInstances.0.lastAttempt.errors.errors.0.code")).isEqualTo(code);
    assertThat(members.text("managedInstances.0.lastAttempt.errors.errors.0.message"))
        .isEqualTo(error.message());
    assertThat(test.actions(A, "other")).containsExactly("NONE");

    refusal.close();
    test.pass(120);
    assertThat(test.actions(A, "l4")).containsExactly("NONE");
  }
}
