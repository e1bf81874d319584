package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workloads as they are in the field, from {@code deploy/workloads}, beside an installation. */
@ExtendWith(Scenario.class)
class WorkloadsTest {

  private static final String RUNS_FOR = "e2e.gpupool.io/runs-for";

  private final Manifests manifests = new Manifests(Workshop.open());

  @Test
  void nodesFollowReplicasAndReplicasFollowLoad() {
    try (MetricsApi metrics = MetricsApi.start(Scenario.client());
        Installation world = new Installation("inference").group("one", Kind.ONE, 10).start()) {
      world.apply(metrics.registrations(manifests));
      List<GenericKubernetesResource> inference = workload("inference");
      // down in seconds instead of minutes
      behaviour(inference, "scaleDown").put("stabilizationWindowSeconds", 0);
      behaviour(inference, "scaleDown").remove("policies");
      world.apply(inference);
      world.await("the first replica runs", () -> world.running("inference").size() == 1);
      assertThat(world.machines("one")).isEqualTo(1);

      metrics.waiting("inference", 32); // eight a replica
      world.await("four replicas run", () -> world.running("inference").size() == 4);
      assertThat(world.machines("one")).isEqualTo(4);

      metrics.waiting("inference", 3);
      world.await("one replica is left", () -> world.running("inference").size() == 1);
      world.await("one node is left", () -> world.machines("one") == 1);
      assertThat(world.running("inference")).hasSize(1);
    }
  }

  @Test
  void headroomMakesRoomAtOnceAndIsMadeAgain() {
    try (Installation world = new Installation("headroom").group("one", Kind.ONE, 5).start()) {
      world.apply(workload("headroom"));
      world.await("there is a warm node", () -> world.running("headroom").size() == 1);
      String warm = world.running("headroom").get(0).getSpec().getNodeName();

      world.apply(
          manifests.text(
              """
              apiVersion: v1
              kind: Pod
              metadata: {name: important, namespace: default, labels: {app: important}}
              spec:
                containers:
                  - name: main
                    image: example.com/nothing
                    resources: {limits: {cpu: "2", memory: 8Gi, nvidia.com/gpu: "1"}}
              """));
      world.await("the important pod runs", () -> world.running("important").size() == 1);
      assertThat(world.running("important").get(0).getSpec().getNodeName()).isEqualTo(warm);
      world.await("another node is warm", () -> world.running("headroom").size() == 1);
      assertThat(world.machines("one")).isEqualTo(2);
    }
  }

  @Test
  void aTrainingJobGetsTheNodeThatItNamesAndTheNodeGoesAfterIt() {
    try (Installation world =
        new Installation("training")
            .group("one", Kind.ONE, 5)
            .group("eight", Kind.EIGHT, 5)
            .group("four", Kind.FOUR, 5)
            .start()) {
      List<GenericKubernetesResource> training = workload("training");
      runsFor(training, "20s");
      world.apply(training);
      world.await("it trains", () -> world.running("training").size() == 1);
      assertThat(world.machines("eight")).isEqualTo(1);
      assertThat(world.machines()).isEqualTo(1);
      world.await("it has trained", () -> succeeded(world, "training") == 1);
      world.await("its node has gone", () -> world.machines() == 0);
    }
  }

  @Test
  void aGangGoesWhereAllOfItFits() {
    try (Installation world =
        new Installation("gang")
            // cheaper, and not enough for four
            .spotGroup("three", Kind.EIGHT, 3)
            .group("four", Kind.EIGHT, 4)
            .start()) {
      List<GenericKubernetesResource> gang = workload("gang");
      runsFor(gang, "20s");
      world.apply(gang);
      world.await("all four run", () -> world.running("gang").size() == 4);
      assertThat(world.machines("four")).isEqualTo(4);
      assertThat(world.machines("three")).isZero();
      world.await("all four have ended", () -> succeeded(world, "gang") == 4);
      world.await("their nodes have gone", () -> world.machines() == 0);
    }
  }

  private List<GenericKubernetesResource> workload(String name) {
    return manifests.file(Manifests.DEPLOY.resolve("workloads").resolve(name + ".yaml"));
  }

  private static long succeeded(Installation world, String app) {
    List<Pod> pods =
        world.client.pods().inNamespace("default").withLabel("app", app).list().getItems();
    return pods.stream().filter(pod -> "Succeeded".equals(pod.getStatus().getPhase())).count();
  }

  /** Tells the stand-in for kubelets how long pods of a Job take. */
  private static void runsFor(List<GenericKubernetesResource> resources, String time) {
    for (GenericKubernetesResource resource : resources) {
      if (resource.getKind().equals("Job")) {
        Map<String, Object> annotations = new LinkedHashMap<>();
        annotations.putAll(resource.get("spec", "template", "metadata", "annotations"));
        annotations.put(RUNS_FOR, time);
        Map<String, Object> metadata = resource.get("spec", "template", "metadata");
        metadata.put("annotations", annotations);
      }
    }
  }

  private static Map<String, Object> behaviour(
      List<GenericKubernetesResource> resources, String direction) {
    return resources.stream()
        .filter(resource -> resource.getKind().equals("HorizontalPodAutoscaler"))
        .findFirst()
        .orElseThrow()
        .get("spec", "behavior", direction);
  }
}
