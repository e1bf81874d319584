package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.gcp.model.Accelerators;
import io.gpupool.clouds.emulator.gcp.model.Behaviour;
import io.gpupool.clouds.emulator.gcp.model.BootDisk;
import io.gpupool.clouds.emulator.gcp.model.InstanceProperties;
import io.gpupool.clouds.emulator.gcp.model.Location;
import io.gpupool.clouds.emulator.gcp.model.MachineType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class EmulatedGcpTest {

  @Test
  void theSameStoryHasTheSameNamesAndNumbers() {
    assertThat(story()).isEqualTo(story());
  }

  @Test
  void whatIsOverCanBeForgottenAndWhatGoesOnIsKept() {
    try (GcpUnderTest test = new GcpUnderTest()) {
      test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").size(2));
      test.pass(600);
      String first = GcpUnderTest.instance(A, test.names(A, "t4").get(0));
      Reply over = test.deleteInstances(A, "t4", false, first);
      test.pass(3_600);
      Reply fresh = test.resize(A, "t4", 2);

      test.gcp.forget(test.clock.instant().minusSeconds(60));

      assertThat(test.gcp.instances()).hasSize(1);
      assertThat(test.again(over).status()).isEqualTo(404);
      assertThat(test.again(fresh).status()).isEqualTo(200);
      test.pass(600);
      assertThat(test.gcp.instances()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  private static List<String> story() {
    try (GcpUnderTest test = new GcpUnderTest()) {
      test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").size(3));
      Reply operation = test.resize(A, "t4", 5);
      test.pass(60);
      List<String> all = new ArrayList<>(test.members(A, "t4").texts("managedInstances.*.id"));
      all.addAll(test.names(A, "t4"));
      all.add(operation.text("name"));
      all.add(test.group(A, "t4").text("fingerprint"));
      return all;
    }
  }

  @Test
  void aLongSilenceIsAsManySmallSteps() {
    try (GcpUnderTest leap = new GcpUnderTest();
        GcpUnderTest steps = new GcpUnderTest()) {
      for (GcpUnderTest each : List.of(leap, steps)) {
        each.gcp.setCapacity("a3-highgpu-8g", A, 1);
        each.project.addGroup(GroupDefinition.of(A, "h100", "a3-highgpu-8g").size(2));
      }
      leap.pass(600);
      for (int i = 0; i < 600; i++) {
        steps.pass(1);
        steps.project.groups();
      }
      String errors = GcpUnderTest.path(A, "h100") + "/listErrors";
      assertThat(leap.get(errors).text()).isEqualTo(steps.get(errors).text());
      assertThat(leap.gcp.instances()).isEqualTo(steps.gcp.instances());
    }
  }

  @Test
  void cloudsCanShareFaultsAndTheLog() {
    Faults faults = new Faults();
    CallLog calls = new CallLog();
    try (EmulatedGcp one = EmulatedGcp.builder().faults(faults).calls(calls).port(0).start();
        EmulatedGcp other = EmulatedGcp.builder().faults(faults).calls(calls).seed(7).start()) {
      assertThat(one.faults()).isSameAs(other.faults());
      assertThat(one.calls()).isSameAs(other.calls());
      assertThat(one.endpoint()).isNotEqualTo(other.endpoint());
    }
  }

  @Test
  void manyAskAtOnceAndNothingIsLost() throws Exception {
    ExecutorService askers = Executors.newFixedThreadPool(8);
    try (GcpUnderTest test = new GcpUnderTest()) {
      test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8"));
      List<Callable<Reply>> requests = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String name = String.format("t4-%04d", i);
        requests.add(() -> test.createInstances(A, "t4", name));
        requests.add(() -> test.get("aggregated/instanceGroupManagers"));
      }
      Set<Integer> statuses = new HashSet<>();
      for (Future<Reply> answer : askers.invokeAll(requests)) {
        statuses.add(answer.get().status());
      }

      assertThat(statuses).containsExactly(200);
      assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(64);
      assertThat(test.names(A, "t4")).hasSize(64);
    } finally {
      askers.shutdownNow();
    }
  }

  @Test
  void fiveHundredGroupsAreOnePageAndTheirInstancesTen() {
    try (GcpUnderTest test = new GcpUnderTest()) {
      for (int i = 0; i < 500; i++) {
        test.project.addGroup(
            GroupDefinition.of("us-east1-" + "bcd".charAt(i % 3), "g-" + i, "g2-standard-4")
                .size(10));
      }
      test.pass(60);

      Reply groups = test.get("aggregated/instanceGroupManagers");
      assertThat(groups.texts("nextPageToken")).isEmpty();
      assertThat(groups.texts("items.zones/us-east1-b.instanceGroupManagers.*.status.isStable"))
          .hasSize(167)
          .containsOnly("true");
      int instances = 0;
      int pages = 0;
      String token = "";
      do {
        Reply page = test.get("aggregated/instances?pageToken=" + token);
        for (String zone : List.of("us-east1-b", "us-east1-c", "us-east1-d")) {
          instances += page.all("items.zones/" + zone + ".instances.*").size();
        }
        pages++;
        token =
            page.texts("nextPageToken").stream().findFirst().map(GcpUnderTest::encoded).orElse("");
      } while (!token.isEmpty());
      assertThat(instances).isEqualTo(5_000);
      assertThat(pages).isEqualTo(10);
    }
  }

  @Test
  void nonsenseIsRefusedWhereItIsSaid() {
    assertThatThrownBy(() -> MachineType.x86("", 1, 1)).hasMessageContaining("machine type ''");
    assertThatThrownBy(() -> new Accelerators("nvidia-l4", 0)).hasMessageContaining("0 accel");
    assertThatThrownBy(() -> new BootDisk(0, "pd-ssd", "image")).hasMessageContaining("0 GB");
    assertThatThrownBy(() -> InstanceProperties.of("x").localSsds(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new Location("us-central1", true)).hasMessageContaining("is no zone");
    assertThatThrownBy(() -> Location.of("Mars")).hasMessageContaining("is no region");
    assertThatThrownBy(() -> Behaviour.usual().withBoot(Duration.ofSeconds(-1)))
        .hasMessageContaining("a duration of PT-1S");
    try (GcpUnderTest test = new GcpUnderTest()) {
      assertThatThrownBy(() -> test.gcp.project("ML_PROD")).hasMessageContaining("is no project");
      assertThatThrownBy(() -> test.gcp.setCapacity("x", A, -1)).hasMessageContaining("-1 more");
      assertThatThrownBy(() -> test.project.setQuota("us-central1", "CPUS", -1))
          .hasMessageContaining("a limit of -1");
    }
  }
}
