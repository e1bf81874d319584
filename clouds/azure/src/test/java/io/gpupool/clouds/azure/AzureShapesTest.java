package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.NodeShape;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes will be, by the models and the tags of scale sets. */
class AzureShapesTest {

  private static final String LABEL = "k8s.io_cluster-autoscaler_node-template_label_";

  private final AzureWorld world = new AzureWorld(false);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anEphemeralSystemDiskIsTheStorageOfTheNode() throws Exception {
    FakeScaleSet set = set();
    set.osDisk =
        ",\"diskSizeGB\":600,\"diffDiskSettings\":{\"option\":\"Local\",\"placement\":\"ResourceDisk\"}";

    assertThat(shape().rootDiskBytes()).hasValue(600L << 30);
    assertThat(shape().declared().labels())
        .containsEntry("kubernetes.azure.com/storageprofile", "ephemeral")
        .doesNotContainKey("storagetier");
  }

  @Test
  void aDiskOfWhichNoSizeIsStatedIsNotGuessedHere() throws Exception {
    set().osDisk = ",\"diffDiskSettings\":{\"option\":\"Local\"}";

    assertThat(shape().rootDiskBytes()).isEmpty();
  }

  @Test
  void aManagedSystemDiskIsToldWithItsTier() throws Exception {
    set().osDisk = ",\"diskSizeGB\":256,\"managedDisk\":{\"storageAccountType\":\"Premium_LRS\"}";

    assertThat(shape().rootDiskBytes()).hasValue(256L << 30);
    assertThat(shape().declared().labels())
        .containsEntry("storageprofile", "managed")
        .containsEntry("kubernetes.azure.com/storagetier", "Premium_LRS");
  }

  @ParameterizedTest
  @CsvSource({"Regular, RESERVED", "Spot, SPOT"})
  void machinesFromAReservationAreReservedUnlessTheyAreSpot(String priority, CapacityType expected)
      throws Exception {
    FakeScaleSet set = set();
    set.priority = priority;
    set.profile = ",\"capacityReservation\":{\"capacityReservationGroup\":{\"id\":\"/a/group\"}}";

    assertThat(shape().capacityType()).isEqualTo(expected);
  }

  @Test
  void anEmptyReservationReservesNothing() throws Exception {
    set().profile = ",\"capacityReservation\":{}";

    assertThat(shape().capacityType()).isEqualTo(CapacityType.ON_DEMAND);
  }

  @ParameterizedTest
  @CsvSource({
    "team, team",
    "ml.example_team, ml.example/team",
    "ml.example_the~2team, ml.example/the_team",
    "a~2b~2c, a_b_c",
    "topology.kubernetes.io_zone, topology.kubernetes.io/zone"
  })
  void aTagNamesALabelWithUnderscoresForSlashes(String tag, String label) throws Exception {
    set().tags.put(LABEL + tag, "value");

    assertThat(shape().declared().labels()).containsEntry(label, "value");
  }

  @Test
  void otherTagsAreNoLabels() throws Exception {
    set().tags.putAll(Map.of("cost-center", "4711", "owner", "someone"));

    assertThat(shape().declared().labels()).doesNotContainKeys("cost-center", "owner", "min");
  }

  @ParameterizedTest
  @CsvSource({"aks-managed-poolName, gpu", "AKS-MANAGED-POOLNAME, gpu", "poolName, gpu"})
  void thePoolOfAksIsALabelInBothItsForms(String tag, String pool) throws Exception {
    set().tags.put(tag, pool);

    assertThat(shape().declared().labels())
        .containsEntry("agentpool", pool)
        .containsEntry("kubernetes.azure.com/agentpool", pool);
  }

  @Test
  void aLabelThatIsStatedWinsOverOneThatIsSupposed() throws Exception {
    FakeScaleSet set = set();
    set.tags.put("aks-managed-poolName", "gpu");
    set.tags.put(LABEL + "agentpool", "another");

    assertThat(shape().declared().labels()).containsEntry("agentpool", "another");
  }

  @Test
  void nodesOfAksSayWhoseAcceleratorsTheyHave() throws Exception {
    set();

    assertThat(shape().declared().labels())
        .containsEntry("accelerator", "nvidia")
        .containsEntry("kubernetes.azure.com/accelerator", "nvidia");
  }

  @Test
  void nodesOfOthersDoNotHaveTheLabelsOfAks() throws Exception {
    FakeScaleSet mine = new FakeScaleSet("my-machines", "h100", false);
    mine.tags.put(AzureWorld.TAG, "true");
    world.arm.sets.put("h100", mine);

    assertThat(world.read().groups().get(0).shape().orElseThrow().declared().labels().keySet())
        .containsExactly("topology.disk.csi.azure.com/zone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"[\"2\",\"1\"]; eastus-2; eastus-2", "[]; 0; ''"})
  void theZoneOfDisksIsTheFirstOneOrNone(String zones, String first, String ofDisks)
      throws Exception {
    set().zones = zones;

    assertThat(shape().zones().get(0)).isEqualTo(first);
    assertThat(shape().declared().labels())
        .containsEntry("topology.disk.csi.azure.com/zone", ofDisks);
  }

  private FakeScaleSet set() {
    world.createGroup("h100", 0, 3, 0);
    return world.set("h100");
  }

  private NodeShape shape() throws Exception {
    return world.read("h100").shape().orElseThrow();
  }
}
