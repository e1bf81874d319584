package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import io.gpupool.clouds.emulator.gcp.access.CustomRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The role that is shipped allows what the adapter does, and nothing that it doesn't. */
class GcpPermissionsTest {

  @Test
  void theShippedRoleIsEnough() throws Exception {
    try (GcpWorld world = new GcpWorld()) {
      assertThat(deniedVerbs(world, role())).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("role")
  void noneOfItsPermissionsIsNeedless(String permission) throws Exception {
    List<String> others = new ArrayList<>(role());
    others.remove(permission);
    try (GcpWorld world = new GcpWorld()) {
      assertThat(deniedVerbs(world, others)).isNotEmpty();
    }
  }

  /** Does all that the adapter can do; returns what was denied. */
  private static List<String> deniedVerbs(GcpWorld world, List<String> allowed) throws Exception {
    for (int k = 0; k < 6; k++) {
      world.createGroup("rest-" + k, 0, 9, 1);
    }
    NodeGroupId zonal = world.createGroup("zonal", 0, 9, 2);
    NodeGroupId regional = NodeGroupId.of("gcp", GcpWorld.PROJECT, GcpWorld.REGION, "regional");
    world.project.addGroup(
        GroupDefinition.of(GcpWorld.REGION, "regional", GcpWorld.TYPE)
            .label(GcpWorld.LABEL, "true")
            .size(2));
    world.settle();
    List<String> denied = new ArrayList<>();
    // what a server knows before anything happens; with too few permissions it knows nothing
    var before = world.read();
    ProviderId instance = before.group(zonal).orElseThrow().instances().get(0).id();
    ProviderId absent = new ProviderId("gce://ml-prod/us-central1-a/zonal-gone");
    world.gcp.access().role(GcpWorld.ACCOUNT, allowed);

    attempt(denied, "first reading", () -> world.anotherCloud().observe(Optional.empty()));
    for (NodeGroupId group : List.of(zonal, regional)) {
      world.runOutOfCapacity(group);
      attempt(
          denied,
          "resize " + group,
          () -> {
            world.cloud().resize(group, 2, 3);
            return true;
          });
    }
    world.pass(Duration.ofSeconds(30));
    attempt(denied, "reading", () -> world.cloud().observe(Optional.of(before)));
    attempt(
        denied,
        "delete",
        () -> {
          DeleteResult result = world.cloud().delete(zonal, Set.of(instance, absent)).get(instance);
          if (result instanceof DeleteResult.Refused refused) {
            throw new CloudException(refused.error());
          }
          return true;
        });
    attempt(denied, "offers", () -> world.cloud().offers(Set.of(GcpWorld.TYPE)));
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

  static List<String> role() {
    return CustomRole.permissions(GcpWorld.ROLE);
  }
}
