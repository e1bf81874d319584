package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.B;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.REGION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.gcp.EmulatedGroup.ManagedInstance;
import io.gpupool.clouds.emulator.gcp.model.TargetShape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RegionalGroupsTest {

  private static final String C = "us-central1-c";

  private final GcpUnderTest test = new GcpUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void anEvenGroupSpreadsEvenlyWhateverTheZonesHave() {
    test.gcp.setCapacity("g2-standard-4", B, 0);
    test.project.addGroup(group(TargetShape.EVEN).size(6));
    test.pass(60);

    assertThat(zones()).containsExactlyInAnyOrder(A, A, B, B, C, C);
    assertThat(
            test.members(REGION, "l4").texts("managedInstances.*.lastAttempt.errors.errors.*.code"))
        .containsExactly("ZONE_RESOURCE_POOL_EXHAUSTED", "ZONE_RESOURCE_POOL_EXHAUSTED");
  }

  @Test
  void aBalancedGroupSpreadsAsEvenlyAsTheZonesAllow() {
    test.gcp.setCapacity("g2-standard-4", B, 1);
    test.project.addGroup(group(TargetShape.BALANCED).size(7));
    test.pass(60);

    assertThat(zones()).containsExactlyInAnyOrder(A, A, A, B, C, C, C);
    assertThat(test.actions(REGION, "l4")).containsOnly("NONE");
  }

  @Test
  void aGroupOfAnyShapeTakesWhatThereIs() {
    test.gcp.setCapacity("g2-standard-4", A, 2);
    test.project.addGroup(group(TargetShape.ANY).size(5));
    test.pass(60);

    assertThat(zones()).containsExactlyInAnyOrder(A, A, B, B, B);
  }

  @Test
  void aGroupOfOneZoneStaysInIt() {
    test.gcp.setCapacity("g2-standard-4", A, 0);
    test.project.addGroup(group(TargetShape.ANY_SINGLE_ZONE).size(3));
    test.pass(60);
    test.gcp.setUnlimitedCapacity("g2-standard-4", A);
    test.resize(REGION, "l4", 5);
    test.pass(60);

    assertThat(zones()).containsOnly(B).hasSize(5);
  }

  @Test
  void anInstanceThatFindsNoPlaceMovesToAZoneThatHasOneLater() {
    for (String zone : List.of(A, B, C)) {
      test.gcp.setCapacity("g2-standard-4", zone, 0);
    }
    test.project.addGroup(group(TargetShape.ANY).size(1));
    test.pass(30);
    String name = test.names(REGION, "l4").get(0);
    test.gcp.setCapacity("g2-standard-4", C, 1);
    test.pass(120);

    assertThat(zones()).containsExactly(C);
    assertThat(test.names(REGION, "l4")).containsExactly(name);
  }

  @Test
  void aRegionalGroupThatShrinksDoesSoWhereItHasMost() {
    test.project.addGroup(group(TargetShape.ANY).size(4));
    test.pass(60);
    test.gcp.setCapacity("g2-standard-4", A, 0);
    test.resize(REGION, "l4", 6);
    test.pass(60);
    assertThat(zones()).containsExactlyInAnyOrder(A, A, A, A, B, B);

    test.resize(REGION, "l4", 4);
    test.pass(60);
    assertThat(zones()).containsExactlyInAnyOrder(A, A, B, B);
  }

  @Test
  void aRegionHasOnlyItsOwnZonesAndAZoneNone() {
    assertThatThrownBy(
            () ->
                test.project.addGroup(
                    GroupDefinition.of(REGION, "l4", "g2-standard-4").zones("us-east1-b")))
        .hasMessageContaining("aren't all zones of us-central1");
    assertThatThrownBy(() -> GroupDefinition.of(A, "l4", "g2-standard-4").zones(B))
        .hasMessageContaining("has no choice of zones");
    assertThatThrownBy(
            () -> test.project.addGroup(GroupDefinition.of("mars-north1-a", "l4", "g2-standard-4")))
        .hasMessageContaining("there is no zones/mars-north1-a");
    test.gcp.addZone("mars-north1-a");
    test.project.addGroup(GroupDefinition.of("mars-north1-a", "l4", "g2-standard-4"));
    assertThat(test.group("mars-north1-a", "l4").status()).isEqualTo(200);
  }

  private static GroupDefinition group(TargetShape shape) {
    return GroupDefinition.of(REGION, "l4", "g2-standard-4").zones(A, B, C).shape(shape);
  }

  private List<String> zones() {
    return test.project.group(REGION, "l4").orElseThrow().members().stream()
        .map(ManagedInstance::zone)
        .toList();
  }
}
