package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.REGION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InstanceGroupsTest {

  private final GcpUnderTest test = new GcpUnderTest();

  @BeforeEach
  void groups() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").size(2));
    test.project.addGroup(GroupDefinition.of(REGION, "l4", "g2-standard-4").size(1));
    test.pass(60);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void everyManagedGroupIsAnInstanceGroupToo() {
    Reply zonal = test.get("zones/us-central1-a/instanceGroups/t4");

    assertThat(zonal.text("kind")).isEqualTo("compute#instanceGroup");
    assertThat(zonal.text("selfLink")).isEqualTo(test.group(A, "t4").text("instanceGroup"));
    assertThat(zonal.number("size")).isEqualTo(2);
    assertThat(test.get("zones/us-central1-a/instanceGroups").texts("items.*.name"))
        .containsExactly("t4");
    assertThat(test.get("regions/us-central1/instanceGroups").text("kind"))
        .isEqualTo("compute#regionInstanceGroupList");
    assertThat(
            test.get("aggregated/instanceGroups")
                .texts("items.regions/us-central1.instanceGroups.*.name"))
        .containsExactly("l4");
  }

  @Test
  void itsInstancesAreListedWithTheirStatus() {
    test.resize(A, "t4", 3);
    test.pass(3);
    String list = "zones/us-central1-a/instanceGroups/t4/listInstances";

    assertThat(test.post(list, Map.of()).texts("items.*.status"))
        .containsExactlyInAnyOrder("RUNNING", "RUNNING", "PROVISIONING");
    assertThat(test.post(list, Map.of("instanceState", "RUNNING")).texts("items.*.status"))
        .containsExactly("RUNNING", "RUNNING");
  }

  @Test
  void thereAreNoAutoscalers() {
    assertThat(test.get("zones/us-central1-a/autoscalers").all("items.*")).isEmpty();
    assertThat(test.get("regions/us-central1/autoscalers").all("items.*")).isEmpty();
    assertThat(test.get("aggregated/autoscalers").text("items.zones/us-central1-a.warning.code"))
        .isEqualTo("NO_RESULTS_ON_PAGE");
  }
}
