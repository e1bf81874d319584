package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpupool.clouds.api.Taint;
import io.gpupool.packing.Amounts;
import io.gpupool.packing.Gang;
import io.gpupool.packing.PodClass;
import io.gpupool.proto.kubernetes.Affinity;
import io.gpupool.proto.kubernetes.Container;
import io.gpupool.proto.kubernetes.ContainerPort;
import io.gpupool.proto.kubernetes.LabelSelector;
import io.gpupool.proto.kubernetes.NodeAffinity;
import io.gpupool.proto.kubernetes.NodeSelector;
import io.gpupool.proto.kubernetes.NodeSelectorRequirement;
import io.gpupool.proto.kubernetes.NodeSelectorTerm;
import io.gpupool.proto.kubernetes.ObjectMeta;
import io.gpupool.proto.kubernetes.OwnerReference;
import io.gpupool.proto.kubernetes.PersistentVolumeClaimVolumeSource;
import io.gpupool.proto.kubernetes.Pod;
import io.gpupool.proto.kubernetes.PodAffinity;
import io.gpupool.proto.kubernetes.PodAffinityTerm;
import io.gpupool.proto.kubernetes.PodAntiAffinity;
import io.gpupool.proto.kubernetes.PodResourceClaim;
import io.gpupool.proto.kubernetes.PodSpec;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.proto.kubernetes.ResourceRequirements;
import io.gpupool.proto.kubernetes.Toleration;
import io.gpupool.proto.kubernetes.TopologySpreadConstraint;
import io.gpupool.proto.kubernetes.Volume;
import io.gpupool.proto.kubernetes.VolumeSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodFormTest {

  private static final long GIB = 1L << 30;

  private static Container container(String cpu, String memory) {
    return Container.newBuilder()
        .setResources(
            ResourceRequirements.newBuilder()
                .putRequests("cpu", quantity(cpu))
                .putRequests("memory", quantity(memory)))
        .build();
  }

  private static Container sidecar(String cpu, String memory) {
    return container(cpu, memory).toBuilder().setRestartPolicy("Always").build();
  }

  private static Quantity quantity(String text) {
    return Quantity.newBuilder().setString(text).build();
  }

  private static PodClass read(PodSpec.Builder spec) {
    return read(ObjectMeta.newBuilder(), spec);
  }

  private static PodClass read(ObjectMeta.Builder metadata, PodSpec.Builder spec) {
    return PodForm.read(
        Pod.newBuilder()
            .setMetadata(metadata.setNamespace("default").setName("p"))
            .setSpec(spec)
            .build());
  }

  private static Amounts requests(PodSpec.Builder spec) {
    return read(spec).requests();
  }

  @Test
  void containersThatRunTogetherAreAddedUp() {
    Amounts requests =
        requests(
            PodSpec.newBuilder()
                .addContainers(container("500m", "1Gi"))
                .addContainers(container("1", "2Gi")));
    assertThat(requests.get(Amounts.CPU)).isEqualTo(1500);
    assertThat(requests.get(Amounts.MEMORY)).isEqualTo(3 * GIB);
    assertThat(requests.get(Amounts.PODS)).isEqualTo(1);
  }

  @Test
  void aLargeInitContainerCountsInsteadOfWhatRunsAfterIt() {
    Amounts requests =
        requests(
            PodSpec.newBuilder()
                .addInitContainers(container("4", "1Gi"))
                .addInitContainers(container("1", "8Gi"))
                .addContainers(container("2", "2Gi")));
    assertThat(requests.get(Amounts.CPU)).isEqualTo(4000);
    assertThat(requests.get(Amounts.MEMORY)).isEqualTo(8 * GIB);
  }

  @Test
  void aSidecarRunsBesideEverythingThatComesAfterIt() {
    Amounts requests =
        requests(
            PodSpec.newBuilder()
                .addInitContainers(container("3", "1Gi"))
                .addInitContainers(sidecar("500m", "1Gi"))
                .addInitContainers(container("4", "1Gi"))
                .addContainers(container("2", "2Gi")));
    assertThat(requests.get(Amounts.CPU)).isEqualTo(4500);
    assertThat(requests.get(Amounts.MEMORY)).isEqualTo(3 * GIB);
  }

  @Test
  void overheadComesOnTopAndRequestsOfThePodReplaceThoseOfItsContainers() {
    Amounts requests =
        requests(
            PodSpec.newBuilder()
                .addContainers(container("2", "2Gi"))
                .setResources(ResourceRequirements.newBuilder().putRequests("cpu", quantity("3")))
                .putOverhead("cpu", quantity("250m")));
    assertThat(requests.get(Amounts.CPU)).isEqualTo(3250);
    assertThat(requests.get(Amounts.MEMORY)).isEqualTo(2 * GIB);
  }

  @Test
  void aLimitWithoutARequestIsARequest() {
    Amounts requests =
        requests(
            PodSpec.newBuilder()
                .addContainers(
                    Container.newBuilder()
                        .setResources(
                            ResourceRequirements.newBuilder()
                                .putLimits("nvidia.com/mig-1g.10gb", quantity("2")))));
    assertThat(requests.get("nvidia.com/mig-1g.10gb")).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1000",
    "100m, 100",
    "1.5, 1500",
    "1e3, 1000000",
    "2k, 2000000",
    "1u, 1",
    "0, 0",
    ".5, 500",
    "99999999999999999999E, 9223372036854775807"
  })
  void quantitiesAreReadInEveryFormAndTheLargestIsTheLargest(String text, long milliCpu) {
    assertThat(requests(PodSpec.newBuilder().addContainers(container(text, "1"))).get(Amounts.CPU))
        .isEqualTo(milliCpu);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1GB", "one", "1e", "1 Gi", "NaN", "0x10", "1e1e1"})
  void whatIsNoAmountIsToldWithThePodAndTheResource(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(PodSpec.newBuilder().addContainers(container("1", text))))
        .withMessageContaining("default/p")
        .withMessageContaining("memory");
  }

  @Test
  void aHostPortAndItsLikeOnANodeAreExclusive() {
    PodClass pod =
        read(
            PodSpec.newBuilder()
                .addContainers(
                    Container.newBuilder()
                        .addPorts(ContainerPort.newBuilder().setHostPort(80).setProtocol("TCP"))
                        .addPorts(ContainerPort.newBuilder().setContainerPort(9090))));
    assertThat(pod.alone()).containsExactly("host port 80/TCP");
  }

  @Test
  void aPodThatKeepsAwayFromItsLikeIsAloneOnANode() {
    PodClass pod =
        read(
            ObjectMeta.newBuilder().putLabels("app", "a"),
            PodSpec.newBuilder().setAffinity(away("kubernetes.io/hostname", "a")));
    assertThat(pod.alone()).containsExactly("keeps away from default app=a");
    assertThat(pod.unmodelled()).isEmpty();
  }

  @Test
  void whatNoPlanLooksAtIsTold() {
    PodClass pod =
        read(
            ObjectMeta.newBuilder().putLabels("app", "a"),
            PodSpec.newBuilder()
                .setAffinity(
                    away("topology.kubernetes.io/zone", "a").toBuilder()
                        .setPodAffinity(
                            PodAffinity.newBuilder()
                                .addRequiredDuringSchedulingIgnoredDuringExecution(
                                    PodAffinityTerm.getDefaultInstance())))
                .addTopologySpreadConstraints(
                    TopologySpreadConstraint.newBuilder().setTopologyKey("zone"))
                .addTopologySpreadConstraints(
                    TopologySpreadConstraint.newBuilder()
                        .setTopologyKey("rack")
                        .setWhenUnsatisfiable("ScheduleAnyway"))
                .addVolumes(
                    Volume.newBuilder()
                        .setVolumeSource(
                            VolumeSource.newBuilder()
                                .setPersistentVolumeClaim(
                                    PersistentVolumeClaimVolumeSource.getDefaultInstance())))
                .addResourceClaims(PodResourceClaim.getDefaultInstance()));
    assertThat(pod.unmodelled())
        .containsExactlyInAnyOrder(
            "keeps away from other pods by topology.kubernetes.io/zone",
            "wants to be near other pods",
            "is spread by zone",
            "has a volume that may be in one zone",
            "claims devices");
  }

  private static Affinity away(String topologyKey, String app) {
    return Affinity.newBuilder()
        .setPodAntiAffinity(
            PodAntiAffinity.newBuilder()
                .addRequiredDuringSchedulingIgnoredDuringExecution(
                    PodAffinityTerm.newBuilder()
                        .setTopologyKey(topologyKey)
                        .setLabelSelector(LabelSelector.newBuilder().putMatchLabels("app", app))))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "In, t4, true",
    "In, l4, false",
    "NotIn, l4, true",
    "NotIn, t4, false",
    "Exists, , true",
    "DoesNotExist, , false",
    "Gt, 15, false",
    "Sometimes, t4, false"
  })
  void affinityToNodesIsAsKubernetesHasIt(String operator, String value, boolean admitted) {
    NodeSelectorRequirement.Builder requirement =
        NodeSelectorRequirement.newBuilder().setKey("gpu").setOperator(operator);
    if (value != null) {
      requirement.addValues(value);
    }
    assertThat(
            read(PodSpec.newBuilder().setAffinity(affinity(requirement)))
                .rules()
                .admit(Map.of("gpu", "t4"), List.of()))
        .isEqualTo(admitted);
  }

  @ParameterizedTest
  @CsvSource({"Gt, 15, true", "Gt, 16, false", "Lt, 17, true", "Lt, 16, false", "Lt, x, false"})
  void numbersInLabelsAreCompared(String operator, String bound, boolean admitted) {
    NodeSelectorRequirement.Builder requirement =
        NodeSelectorRequirement.newBuilder().setKey("gib").setOperator(operator).addValues(bound);
    assertThat(
            read(PodSpec.newBuilder().setAffinity(affinity(requirement)))
                .rules()
                .admit(Map.of("gib", "16"), List.of()))
        .isEqualTo(admitted);
  }

  private static Affinity affinity(NodeSelectorRequirement.Builder requirement) {
    return Affinity.newBuilder()
        .setNodeAffinity(
            NodeAffinity.newBuilder()
                .setRequiredDuringSchedulingIgnoredDuringExecution(
                    NodeSelector.newBuilder()
                        .addNodeSelectorTerms(
                            NodeSelectorTerm.newBuilder().addMatchExpressions(requirement))))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "nvidia.com/gpu, Exists, , , true",
    "nvidia.com/gpu, Equal, present, NoSchedule, true",
    "nvidia.com/gpu, Equal, absent, , false",
    "nvidia.com/gpu, Equal, present, NoExecute, false",
    ", Exists, , , true",
    "other, Exists, , , false"
  })
  void taintsAreToleratedAsKubernetesHasIt(
      String key, String operator, String value, String effect, boolean admitted) {
    Toleration.Builder toleration = Toleration.newBuilder().setOperator(operator);
    if (key != null) {
      toleration.setKey(key);
    }
    if (value != null) {
      toleration.setValue(value);
    }
    if (effect != null) {
      toleration.setEffect(effect);
    }
    assertThat(
            read(PodSpec.newBuilder().addTolerations(toleration))
                .rules()
                .admit(Map.of(), List.of(new Taint("nvidia.com/gpu", "present", "NoSchedule"))))
        .isEqualTo(admitted);
  }

  @Test
  void aTaintThatIsOnlyAPreferenceKeepsNobodyOff() {
    assertThat(
            read(PodSpec.newBuilder())
                .rules()
                .admit(Map.of(), List.of(new Taint("a", "", "PreferNoSchedule"))))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "leaderworkerset.sigs.k8s.io/group-key, LeaderWorkerSet group default/g",
    "scheduling.x-k8s.io/pod-group, PodGroup default/g",
    "jobset.sigs.k8s.io/jobset-name, JobSet default/g",
    "kueue.x-k8s.io/pod-group-name, Kueue pod group default/g"
  })
  void podsThatBelongTogetherAreKnownByTheirLabels(String label, String key) {
    assertThat(read(ObjectMeta.newBuilder().putLabels(label, "g"), PodSpec.newBuilder()).gang())
        .map(Gang::key)
        .contains(key);
  }

  @Test
  void theSizeOfAGangIsTakenFromWhereItIsSaid() {
    assertThat(
            read(
                    ObjectMeta.newBuilder()
                        .putLabels("kueue.x-k8s.io/pod-group-name", "g")
                        .putAnnotations("kueue.x-k8s.io/pod-group-total-count", "16"),
                    PodSpec.newBuilder())
                .gang())
        .contains(new Gang("Kueue pod group default/g", 16));
  }

  @Test
  void podsOfAnIndexedJobBelongTogetherAndThoseOfAQueueOfWorkDoNot() {
    ObjectMeta.Builder ofJob =
        ObjectMeta.newBuilder()
            .addOwnerReferences(
                OwnerReference.newBuilder().setKind("Job").setName("train").setController(true));
    assertThat(read(ofJob.clone(), PodSpec.newBuilder()).gang()).isEmpty();
    assertThat(
            read(
                    ofJob.putAnnotations("batch.kubernetes.io/job-completion-index", "3"),
                    PodSpec.newBuilder())
                .gang())
        .map(Gang::key)
        .contains("Job default/train");
  }
}
