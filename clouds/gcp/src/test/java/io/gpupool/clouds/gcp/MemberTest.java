package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.ManagedInstance;
import io.gpupool.clouds.api.Instance;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemberTest {

  @ParameterizedTest
  @CsvSource({
    // coming
    "CREATING, '', none",
    "CREATING, PROVISIONING, CREATING",
    "CREATING, STAGING, CREATING",
    "CREATING_WITHOUT_RETRIES, STAGING, CREATING",
    "RECREATING, '', CREATING",
    "RECREATING, STOPPING, CREATING",
    // there
    "NONE, RUNNING, RUNNING",
    "'', RUNNING, RUNNING",
    "VERIFYING, RUNNING, RUNNING",
    "REFRESHING, RUNNING, RUNNING",
    "RESTARTING, RUNNING, RUNNING",
    "NONE, SUSPENDED, RUNNING",
    "NONE, REPAIRING, RUNNING",
    "A_NEW_ACTION, RUNNING, RUNNING",
    "NONE, STAGING, CREATING",
    // going
    "DELETING, RUNNING, DELETING",
    "ABANDONING, RUNNING, DELETING",
    "STOPPING, RUNNING, DELETING",
    "NONE, STOPPING, DELETING",
    "NONE, TERMINATED, DELETING",
    // gone, and nobody has noticed
    "NONE, '', none"
  })
  void whatAGroupDoesAndWhatTheMachineIsComeToOneState(
      String action, String status, String expected) {
    assertThat(state(member(action, status), false)).isEqualTo(expected);
  }

  @Test
  void aStoppedMachineThatStandsByIsNoPartOfTheGroup() {
    assertThat(state(member("NONE", "TERMINATED"), true)).isEqualTo("none");
    assertThat(state(member("NONE", "RUNNING"), true)).isEqualTo("RUNNING");
  }

  @ParameterizedTest
  @CsvSource({
    "CREATING, '', true",
    "CREATING, PROVISIONING, true", // tried again, and perhaps in vain again
    "RECREATING, '', true",
    "CREATING_WITHOUT_RETRIES, '', true",
    "CREATING, STAGING, false", // it has its resources: the error is an old one
    "NONE, RUNNING, false",
    "DELETING, '', false"
  })
  void aSlotWithAnErrorHasFailedUntilItsMachineIsThere(
      String action, String status, boolean failed) {
    Member member =
        new Member(
            new InstanceRef("z", "n"),
            action,
            status,
            List.of(Errors.newBuilder().setCode("RESOURCE_POOL_EXHAUSTED").build()));
    assertThat(member.hasFailed()).isEqualTo(failed);
    if (failed) {
      assertThat(member.instance("p", false)).isEmpty();
      assertThat(member.isUnfilled()).isTrue();
    }
  }

  @Test
  void aSlotWithoutANameIsntOneYet() {
    assertThat(Member.of(ManagedInstance.newBuilder().setCurrentAction("CREATING").build()))
        .isEmpty();
    assertThat(Member.of(ManagedInstance.newBuilder().setInstance("nonsense").build())).isEmpty();
  }

  private static Member member(String action, String status) {
    return Member.of(
            ManagedInstance.newBuilder()
                .setInstance("https://www.googleapis.com/compute/v1/projects/p/zones/z/instances/n")
                .setCurrentAction(action)
                .setInstanceStatus(status)
                .build())
        .orElseThrow();
  }

  private static String state(Member member, boolean standsBy) {
    return member.instance("p", standsBy).map(Instance::state).map(Enum::name).orElse("none");
  }
}
