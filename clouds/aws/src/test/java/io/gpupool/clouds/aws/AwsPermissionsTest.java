package io.gpupool.clouds.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.emulator.aws.access.PolicyDocument;
import io.gpupool.clouds.emulator.aws.model.InstanceRequirements;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.Distribution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The policy that is shipped allows what the adapter does, and nothing that it doesn't. */
class AwsPermissionsTest {

  @Test
  void theShippedPolicyIsEnough() throws Exception {
    try (AwsWorld world = new AwsWorld()) {
      assertThat(deniedVerbs(world, policy())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("policy")
  void noneOfItsActionsIsNeedless(String action) throws Exception {
    List<String> others = new ArrayList<>(policy());
    others.remove(action);
    try (AwsWorld world = new AwsWorld()) {
      assertThat(deniedVerbs(world, others)).isNotEmpty();
    }
  }

  /** Does all that the adapter can do; returns what was denied. */
  private static List<String> deniedVerbs(AwsWorld world, List<String> allowed) throws Exception {
    world.createGroup("p5", 0, 9, 2);
    world.region.addLaunchConfiguration("old", AwsWorld.TYPE);
    world.region.addGroup(AwsWorld.tagged("old").launchConfiguration("old"));
    world.region.addGroup(
        AwsWorld.tagged("any")
            .mixed(Distribution.usual(), InstanceRequirements.atLeast(8, 1_024, 1, "nvidia")));
    world.runOutOfCapacity(AwsWorld.id("p5"));
    world.region.setDesired("p5", 3);
    world.pass(Duration.ofSeconds(30));
    ProviderId instance = new ProviderId(world.aws.instances().get(0).providerId());
    world.aws.access().allowOnly(allowed);
    List<String> denied = new ArrayList<>();
    attempt(denied, "observe", () -> world.cloud().observe(Optional.empty()));
    attempt(
        denied,
        "resize",
        () -> {
          world.cloud().resize(AwsWorld.id("p5"), 3, 4);
          return true;
        });
    attempt(
        denied,
        "delete",
        () -> {
          DeleteResult result =
              world.cloud().delete(AwsWorld.id("p5"), Set.of(instance)).get(instance);
          if (result instanceof DeleteResult.Refused refused) {
            throw new CloudException(refused.error());
          }
          return true;
        });
    attempt(denied, "offers", () -> world.cloud().offers(Set.of(AwsWorld.TYPE)));
    return denied;
  }

  private interface Attempt {
    Object make() throws CloudException;
  }

  private static void attempt(List<String> denied, String verb, Attempt attempt) {
    try {
      assertThat(attempt.make()).isNotNull();
    } catch (CloudException e) {
      assertThat(e.error().kind()).as(verb + ": " + e.error()).isEqualTo(Kind.DENIED);
      denied.add(verb);
    }
  }

  static List<String> policy() {
    return PolicyDocument.allowedActions(AwsWorld.POLICY);
  }
}
