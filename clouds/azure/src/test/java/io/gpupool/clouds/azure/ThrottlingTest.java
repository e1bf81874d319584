package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Azure asks to slow down, for single resources or for all, and says for how long. */
class ThrottlingTest {

  private static final Duration ASKED = Duration.ofMinutes(2);

  private final AzureWorld world = new AzureWorld(false);

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"virtualMachineScaleSets/read", "virtualMachines/read", "skus/read"})
  void aListThatComesTooSoonFailsTheReadingWithTheTimeThatAzureAsksFor(String list) {
    world.createGroup("h100", 0, 20, 2);
    world.createGroup("a100", 0, 20, 2);
    throttle(list);

    CloudError error = refusal(() -> world.cloud().observe(Optional.empty()));

    assertThat(error.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(error.retryAfter()).isEqualTo(ASKED);
  }

  @Test
  void whoeverAsksForLongerThanAReadingMayTakeIsNotAskedAgain() {
    world.createGroup("h100", 0, 20, 2);
    throttle("virtualMachineScaleSets/read");

    refusal(() -> world.cloud().observe(Optional.empty()));

    assertThat(world.arm.calls()).hasSize(1);
  }

  @Test
  void afterwardsTheReadingIsWholeAgainAndGoesOnFromTheLastOne() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    CloudReading last = world.read();
    throttle("virtualMachineScaleSets/read");
    refusal(() -> world.cloud().observe(Optional.of(last)));
    throttle("");
    world.arm.calls.clear();

    assertThat(world.cloud().observe(Optional.of(last))).isEqualTo(last);
    assertThat(world.arm.calls()).as("what hasn't changed is kept").hasSize(1);
    assertThat(last.group(id)).isPresent();
  }

  @Test
  void aSizeThatIsChangedTooSoonStaysAsItIsAndIsNotAskedForTwice() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    throttle("/write");

    CloudError error = refusal(() -> world.cloud().resize(id, 2, 5));

    assertThat(error.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(error.retryAfter()).isEqualTo(ASKED);
    assertThat(error.mayHaveHappened()).isFalse();
    assertThat(world.writes()).isEqualTo(1);
    assertThat(world.read("h100").target()).isEqualTo(2);
  }

  @Test
  void aDeletionThatComesTooSoonIsRefusedForEachInstanceAndIsNotTriedWithoutForce()
      throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 20, 2);
    ProviderId victim = world.read("h100").instances().get(0).id();
    throttle("/delete/action");

    Map<ProviderId, DeleteResult> results = world.cloud().delete(id, Set.of(victim));

    assertThat(results.get(victim))
        .isInstanceOfSatisfying(
            DeleteResult.Refused.class,
            refused -> {
              assertThat(refused.error().kind()).isEqualTo(Kind.THROTTLED);
              assertThat(refused.error().retryAfter()).isEqualTo(ASKED);
              assertThat(refused.error().mayHaveHappened()).isFalse();
            });
    assertThat(world.writes()).isEqualTo(1);
  }

  @Test
  void severalResourceGroupsTakeOneListAndAreReadOrNotReadTogether() throws Exception {
    for (String resourceGroup : List.of("team-a", "Team-B", "other")) {
      FakeScaleSet set = new FakeScaleSet(resourceGroup, "h100-" + resourceGroup, false);
      set.tags.put(AzureWorld.TAG, "true");
      world.arm.sets.put(set.name, set);
    }
    AzureCloud cloud = adapter("TEAM-A", "team-b");

    assertThat(cloud.observe(Optional.empty()).groups())
        .extracting(group -> group.id().value())
        .containsExactlyInAnyOrder(
            "azure/5a1e/team-a/h100-team-a", "azure/5a1e/team-b/h100-Team-B");
    assertThat(world.arm.calls())
        .filteredOn(action -> action.endsWith("virtualMachineScaleSets/read"))
        .hasSize(1);

    throttle("virtualMachineScaleSets/read");
    assertThat(refusal(() -> cloud.observe(Optional.empty())).kind()).isEqualTo(Kind.THROTTLED);
  }

  private AzureCloud adapter(String... resourceGroups) {
    AzureSettings usual = AzureWorld.settings(world.arm.endpoint());
    return world.adapter(
        new AzureSettings(
            usual.subscription(),
            List.of(resourceGroups),
            usual.tags(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            usual.environment(),
            usual.endpoint(),
            usual.credentials(),
            usual.timeouts()));
  }

  private void throttle(String action) {
    world.arm.throttles = action;
    world.arm.retryAfter = action.isEmpty() ? "" : Long.toString(ASKED.toSeconds());
  }

  private interface Call {
    void make() throws CloudException;
  }

  private static CloudError refusal(Call call) {
    return catchThrowableOfType(CloudException.class, call::make).error();
  }
}
