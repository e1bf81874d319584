package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.B;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.REGION;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.instance;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ScalingTest {

  private final GcpUnderTest test = new GcpUnderTest();

  @BeforeEach
  void aGroup() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aGroupThatGrowsNamesItsInstancesAtOnceAndHasThemLater() {
    Reply operation = test.resize(A, "t4", 2);

    assertThat(operation.text("operationType")).isEqualTo("compute.instanceGroupManagers.resize");
    Reply members = test.members(A, "t4");
    assertThat(members.texts("managedInstances.*.name"))
        .allMatch(name -> name.matches("t4-\\w{4}"));
    assertThat(members.texts("managedInstances.*.currentAction"))
        .containsExactly("CREATING", "CREATING");
    assertThat(members.texts("managedInstances.*.instanceStatus")).isEmpty();
    assertThat(members.texts("managedInstances.*.id")).isEmpty();
    assertThat(members.text("managedInstances.0.instance"))
        .isEqualTo(instance(A, members.text("managedInstances.0.name")));
    assertThat(members.text("managedInstances.0.version.instanceTemplate"))
        .endsWith("/projects/ml-prod/global/instanceTemplates/t4");

    test.pass(2);
    assertThat(test.members(A, "t4").texts("managedInstances.*.instanceStatus"))
        .containsExactly("PROVISIONING", "PROVISIONING");
    test.pass(5);
    assertThat(test.members(A, "t4").texts("managedInstances.*.instanceStatus"))
        .containsExactly("STAGING", "STAGING");
    test.pass(40);
    assertThat(test.actions(A, "t4")).containsExactly("VERIFYING", "VERIFYING");
    assertThat(test.members(A, "t4").texts("managedInstances.*.instanceStatus"))
        .containsExactly("RUNNING", "RUNNING");
    assertThat(test.group(A, "t4").text("status.isStable")).isEqualTo("false");
    test.pass(2);
    assertThat(test.actions(A, "t4")).containsExactly("NONE", "NONE");
    assertThat(test.group(A, "t4").text("status.isStable")).isEqualTo("true");
    assertThat(test.group(A, "t4").number("currentActions.none")).isEqualTo(2);
  }

  @Test
  void aGroupThatIsMadeSmallerDeletesSomeOfItsOwnChoice() {
    test.resize(A, "t4", 4);
    test.pass(60);

    test.resize(A, "t4", 1);

    assertThat(test.actions(A, "t4"))
        .containsExactlyInAnyOrder("NONE", "DELETING", "DELETING", "DELETING");
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(1);
    test.pass(30);
    assertThat(test.actions(A, "t4")).containsExactly("NONE");
  }

  @Test
  void aGroupThatIsMadeSmallerGivesUpWhatIsNotThereYetFirst() {
    test.resize(A, "t4", 2);
    test.pass(60);
    List<String> there = test.names(A, "t4");
    test.resize(A, "t4", 4);
    test.resize(A, "t4", 2);
    test.pass(2);

    assertThat(test.names(A, "t4")).isEqualTo(there);
  }

  @Test
  void theSameSizeAgainChangesNothing() {
    test.resize(A, "t4", 2);
    List<String> names = test.names(A, "t4");

    assertThat(test.resize(A, "t4", 2).status()).isEqualTo(200);
    assertThat(test.names(A, "t4")).isEqualTo(names);
  }

  @Test
  void aSizeThatIsNoneIsRefused() {
    assertThat(test.resize(A, "t4", -1).error())
        .startsWith("400 invalid: Invalid value for field 'size': '-1'.");
    assertThat(test.post(GcpUnderTest.path(A, "t4") + "/resize", Map.of()).error())
        .isEqualTo("400 required: Required parameter: size");
    assertThat(test.post(GcpUnderTest.path(A, "t4") + "/resize?size=few", Map.of()).error())
        .startsWith("400 invalid: Invalid value for field 'size': 'few'.");
  }

  @Test
  void instancesAreCreatedByNameAndTheTargetGrows() {
    test.resize(A, "t4", 1);

    Reply operation = test.createInstances(A, "t4", "t4-aaaa", "t4-bbbb");

    assertThat(operation.text("operationType"))
        .isEqualTo("compute.instanceGroupManagers.createInstances");
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(3);
    assertThat(test.names(A, "t4")).hasSize(3).contains("t4-aaaa", "t4-bbbb");
    test.pass(49);
    assertThat(test.project.group(A, "t4").orElseThrow().instances())
        .extracting(EmulatedInstance::providerId)
        .contains("gce://ml-prod/us-central1-a/t4-aaaa", "gce://ml-prod/us-central1-a/t4-bbbb");
  }

  @Test
  void aNameThatIsTakenFailsTheOperationAndCreatesNothing() {
    test.createInstances(A, "t4", "t4-aaaa");

    Reply operation = test.createInstances(A, "t4", "t4-bbbb", "t4-aaaa");
    test.pass(3);

    assertThat(test.again(operation).text("status")).isEqualTo("DONE");
    assertThat(test.again(operation).text("error.errors.0.code"))
        .isEqualTo("RESOURCE_ALREADY_EXISTS");
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(1);
    assertThat(test.names(A, "t4")).containsExactly("t4-aaaa");
  }

  @Test
  void namesThatMakeNoSenseAreRefused() {
    assertThat(test.createInstances(A, "t4", "T4_AAAA").error())
        .startsWith("400 invalid: Invalid value for field 'instances.name': 'T4_AAAA'.");
    assertThat(test.createInstances(A, "t4", "t4-aaaa", "t4-aaaa").error())
        .isEqualTo("400 invalid: Instance names must be unique within the request.");
    assertThat(test.createInstances(A, "t4").error())
        .isEqualTo("400 required: Required field 'instances' not specified");
    String[] tooMany = IntStream.range(0, 1_001).mapToObj(i -> "t4-" + i).toArray(String[]::new);
    assertThat(test.createInstances(A, "t4", tooMany).status()).isEqualTo(400);
    assertThat(test.createInstances(A, "t4", Arrays.copyOf(tooMany, 1_000)).status())
        .isEqualTo(200);
  }

  @Test
  void deletedInstancesLowerTheTarget() {
    test.resize(A, "t4", 3);
    test.pass(60);
    List<String> names = test.names(A, "t4");

    Reply operation =
        test.deleteInstances(
            A,
            "t4",
            false,
            instance(A, names.get(0)),
            "zones/us-central1-a/instances/" + names.get(1));

    assertThat(operation.text("operationType"))
        .isEqualTo("compute.instanceGroupManagers.deleteInstances");
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(1);
    assertThat(test.actions(A, "t4")).containsExactly("DELETING", "DELETING", "NONE");
    assertThat(test.members(A, "t4").texts("managedInstances.*.instanceStatus"))
        .containsExactly("STOPPING", "STOPPING", "RUNNING");
    test.pass(30);
    assertThat(test.names(A, "t4")).containsExactly(names.get(2));
    assertThat(test.project.instances())
        .extracting(EmulatedInstance::state)
        .containsExactlyInAnyOrder(
            EmulatedInstance.State.GONE,
            EmulatedInstance.State.GONE,
            EmulatedInstance.State.RUNNING);
  }

  @Test
  void anInstanceThatIsNotThereYetCanBeDeleted() {
    test.createInstances(A, "t4", "t4-aaaa");

    test.deleteInstances(A, "t4", false, instance(A, "t4-aaaa"));

    assertThat(test.group(A, "t4").number("targetSize")).isZero();
    assertThat(test.actions(A, "t4")).containsExactly("DELETING");
    test.pass(60);
    assertThat(test.names(A, "t4")).isEmpty();
    assertThat(test.project.instances()).isEmpty();
  }

  @Test
  void whatIsDeletedAlreadyFailsTheOperationUnlessItMayBeSkipped() {
    test.resize(A, "t4", 2);
    test.pass(60);
    List<String> names = test.names(A, "t4");
    test.deleteInstances(A, "t4", false, instance(A, names.get(0)));

    Reply failing =
        test.deleteInstances(A, "t4", false, instance(A, names.get(0)), instance(A, names.get(1)));
    test.pass(3);
    assertThat(test.again(failing).text("error.errors.0.message"))
        .contains(names.get(0))
        .contains("already being deleted");
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(1);

    Reply skipping =
        test.deleteInstances(
            A,
            "t4",
            true,
            instance(A, names.get(0)),
            instance(A, names.get(1)),
            instance(A, "stranger"));
    test.pass(3);
    assertThat(test.again(skipping).texts("error")).isEmpty();
    assertThat(test.group(A, "t4").number("targetSize")).isZero();
  }

  @Test
  void instancesOfOtherPlacesAlwaysFailTheOperationAndUrlsMustBeUrls() {
    test.createInstances(A, "t4", "t4-aaaa");

    Reply elsewhere =
        test.deleteInstances(A, "t4", true, instance(A, "t4-aaaa"), instance(B, "t4-aaaa"));
    test.pass(3);
    assertThat(test.again(elsewhere).text("error.errors.0.message"))
        .contains("is not in the group's zone or region");
    assertThat(test.names(A, "t4")).containsExactly("t4-aaaa");

    assertThat(test.deleteInstances(A, "t4", true, "t4-aaaa").error())
        .startsWith("400 invalid: Invalid value for field 'instances[]': 't4-aaaa'.");
    assertThat(
            test.deleteInstances(
                    A,
                    "t4",
                    true,
                    Collections.nCopies(1_001, instance(A, "t4-aaaa")).toArray(String[]::new))
                .status())
        .isEqualTo(400);
  }

  @Test
  void namingAnInstanceTwiceDeletesItOnce() {
    test.resize(A, "t4", 2);
    String name = test.names(A, "t4").get(0);

    test.deleteInstances(A, "t4", false, instance(A, name), instance(A, name));

    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(1);
  }

  @Test
  void aRegionalGroupIsChangedInTheSameWay() {
    test.project.addGroup(GroupDefinition.of(REGION, "l4", "g2-standard-4").zones(A, B));

    test.resize(REGION, "l4", 2);
    test.createInstances(REGION, "l4", "l4-aaaa", "l4-bbbb");
    test.pass(60);
    Reply members = test.members(REGION, "l4");
    assertThat(members.texts("managedInstances.*.currentAction")).containsOnly("NONE");
    assertThat(members.texts("managedInstances.*.instance"))
        .filteredOn(url -> url.contains("/zones/us-central1-b/"))
        .hasSize(2);

    test.deleteInstances(REGION, "l4", false, members.text("managedInstances.0.instance"));
    assertThat(test.group(REGION, "l4").number("targetSize")).isEqualTo(3);
    assertThat(test.gcp.calls().counts())
        .containsEntry("regionInstanceGroupManagers.resize", 1L)
        .containsEntry("regionInstanceGroupManagers.createInstances", 1L)
        .containsEntry("regionInstanceGroupManagers.deleteInstances", 1L);
  }

  @Test
  void namesNeverRepeat() {
    test.resize(A, "t4", 500);

    assertThat(new HashSet<>(test.names(A, "t4"))).hasSize(500);
  }
}
