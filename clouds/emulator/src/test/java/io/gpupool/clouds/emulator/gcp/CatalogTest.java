package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.gcp.model.GcpException;
import io.gpupool.clouds.emulator.gcp.model.InstanceProperties;
import io.gpupool.clouds.emulator.gcp.model.Provisioning;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CatalogTest {

  private final GcpUnderTest test = new GcpUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aTemplateSaysWhatItsInstancesAreToBe() {
    test.project.addTemplate(
        "gpu",
        InstanceProperties.of("n1-standard-8")
            .provisioned(Provisioning.SPOT)
            .accelerators("nvidia-tesla-t4", 2)
            .localSsds(2)
            .bootDisk(
                200, "pd-ssd", "projects/ubuntu-os-cloud/global/images/family/ubuntu-2404-lts")
            .label("pool", "inference")
            .kubeEnv(
                Map.of("AUTOSCALER_ENV_VARS", "node_labels=a=b;os=linux", "ZONE", "us-central1-a"))
            .with("confidentialInstanceConfig", Map.of("enableConfidentialCompute", true)));

    Reply template = test.get("global/instanceTemplates/gpu");

    assertThat(template.text("kind")).isEqualTo("compute#instanceTemplate");
    assertThat(template.text("selfLink"))
        .endsWith("/compute/v1/projects/ml-prod/global/instanceTemplates/gpu");
    assertThat(template.text("properties.machineType")).isEqualTo("n1-standard-8");
    assertThat(template.text("properties.guestAccelerators.0.acceleratorType"))
        .isEqualTo("nvidia-tesla-t4");
    assertThat(template.number("properties.guestAccelerators.0.acceleratorCount")).isEqualTo(2);
    assertThat(template.texts("properties.disks.*.type"))
        .containsExactly("PERSISTENT", "SCRATCH", "SCRATCH");
    assertThat(template.text("properties.disks.0.initializeParams.diskSizeGb")).isEqualTo("200");
    assertThat(template.text("properties.disks.0.initializeParams.diskType")).isEqualTo("pd-ssd");
    assertThat(template.text("properties.disks.0.initializeParams.sourceImage"))
        .endsWith("ubuntu-2404-lts");
    assertThat(template.text("properties.disks.1.interface")).isEqualTo("NVME");
    assertThat(template.text("properties.labels.pool")).isEqualTo("inference");
    assertThat(template.text("properties.metadata.items.0.key")).isEqualTo("kube-env");
    assertThat(template.text("properties.metadata.items.0.value"))
        .isEqualTo("AUTOSCALER_ENV_VARS: node_labels=a=b;os=linux\nZONE: us-central1-a\n");
    assertThat(template.text("properties.scheduling.provisioningModel")).isEqualTo("SPOT");
    assertThat(template.text("properties.scheduling.preemptible")).isEqualTo("true");
    assertThat(template.text("properties.confidentialInstanceConfig.enableConfidentialCompute"))
        .isEqualTo("true");
  }

  @Test
  void templatesAreGlobalOrRegional() {
    test.project.addTemplate("gpu", InstanceProperties.of("n1-standard-8"));
    test.project.addTemplate("us-central1", "gpu", InstanceProperties.of("g2-standard-4"));
    test.project.addGroup(
        GroupDefinition.of(A, "regional", "any").regionalTemplate("us-central1", "gpu"));
    test.project.addGroup(GroupDefinition.of(A, "global", "any").template("gpu"));

    assertThat(test.group(A, "regional").text("instanceTemplate"))
        .endsWith("/projects/ml-prod/regions/us-central1/instanceTemplates/gpu");
    assertThat(test.group(A, "global").text("instanceTemplate"))
        .endsWith("/projects/ml-prod/global/instanceTemplates/gpu");
    Reply regional = test.get("regions/us-central1/instanceTemplates/gpu");
    assertThat(regional.text("properties.machineType")).isEqualTo("g2-standard-4");
    assertThat(regional.text("region")).endsWith("/projects/ml-prod/regions/us-central1");
    assertThat(test.get("global/instanceTemplates").texts("items.*.properties.machineType"))
        .containsExactly("n1-standard-8");
    assertThat(test.get("regions/us-central1/instanceTemplates").texts("items.*.name"))
        .containsExactly("gpu");
    Reply all = test.get("aggregated/instanceTemplates");
    assertThat(all.all("items.global.instanceTemplates.*")).hasSize(1);
    assertThat(all.all("items.regions/us-central1.instanceTemplates.*")).hasSize(1);
    assertThat(all.text("items.regions/us-east1.warning.code")).isEqualTo("NO_RESULTS_ON_PAGE");
  }

  @Test
  void templatesAreFilteredByLabelsOfTheirInstances() {
    test.project.addTemplate("one", InstanceProperties.of("n1-standard-8").label("k8s.io/a", "1"));
    test.project.addTemplate("two", InstanceProperties.of("n1-standard-8").label("k8s.io/a", "2"));
    test.project.addTemplate("none", InstanceProperties.of("n1-standard-8"));

    assertThat(
            test.get("global/instanceTemplates?filter=" + encoded("properties.labels.k8s.io/a = 2"))
                .texts("items.*.name"))
        .containsExactly("two");
    assertThat(
            test.get("global/instanceTemplates?filter=" + encoded("properties.labels.k8s.io/a:*"))
                .texts("items.*.name"))
        .containsExactly("one", "two");
  }

  @Test
  void aTemplateThatIsGoneLeavesTheGroupWithALinkToNothing() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8"));
    test.project.deleteTemplate("t4");

    assertThat(test.get("global/instanceTemplates/t4").error())
        .isEqualTo(
            "404 notFound: The resource 'projects/ml-prod/global/instanceTemplates/t4' was not"
                + " found");
    assertThat(test.group(A, "t4").text("instanceTemplate")).endsWith("/instanceTemplates/t4");
  }

  @Test
  void whatGoogleCloudWouldRefuseByHandIsRefused() {
    test.project.addTemplate("gpu", InstanceProperties.of("n1-standard-8"));
    assertThatThrownBy(() -> test.project.addTemplate("gpu", InstanceProperties.of("x")))
        .isInstanceOf(GcpException.class)
        .hasMessageContaining("already exists");
    assertThatThrownBy(() -> test.project.addTemplate("GPU", InstanceProperties.of("x")))
        .hasMessageContaining("Must be a match of regex");
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8"));
    assertThatThrownBy(() -> test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8")))
        .hasMessageContaining("already exists");
    assertThatThrownBy(
            () -> test.project.addGroup(GroupDefinition.of(A, "b", "x").template("nothing")))
        .hasMessageContaining("was not found");
  }

  @Test
  void aMachineTypeSaysWhatIsBuiltIn() {
    Reply type = test.get("zones/us-central1-a/machineTypes/a3-highgpu-8g");

    assertThat(type.text("kind")).isEqualTo("compute#machineType");
    assertThat(type.number("guestCpus")).isEqualTo(208);
    assertThat(type.number("memoryMb")).isEqualTo(1_916_928);
    assertThat(type.text("architecture")).isEqualTo("X86_64");
    assertThat(type.text("zone")).isEqualTo(A);
    assertThat(type.text("accelerators.0.guestAcceleratorType")).isEqualTo("nvidia-h100-80gb");
    assertThat(type.number("accelerators.0.guestAcceleratorCount")).isEqualTo(8);
    assertThat(type.number("bundledLocalSsds.partitionCount")).isEqualTo(16);
    assertThat(test.get("zones/us-central1-a/machineTypes/t2a-standard-4").text("architecture"))
        .isEqualTo("ARM64");
    assertThat(test.get("zones/us-central1-f/machineTypes/a3-highgpu-8g").status()).isEqualTo(404);
  }

  @Test
  void customMachineTypesAreThereWithoutBeingListed() {
    Reply type = test.get("zones/us-central1-a/machineTypes/n2-custom-6-20480");

    assertThat(type.number("guestCpus")).isEqualTo(6);
    assertThat(type.number("memoryMb")).isEqualTo(20_480);
    assertThat(test.get("zones/us-central1-a/machineTypes").texts("items.*.name"))
        .containsExactly("a3-highgpu-8g", "g2-standard-4", "n1-standard-8", "t2a-standard-4");
  }

  @Test
  void machineTypesAreListedByZone() {
    Reply all = test.get("aggregated/machineTypes?filter=" + encoded("name eq a3-.*"));

    assertThat(all.texts("items.zones/us-central1-a.machineTypes.*.name"))
        .containsExactly("a3-highgpu-8g");
    assertThat(all.text("items.zones/us-central1-c.warning.code")).isEqualTo("NO_RESULTS_ON_PAGE");
  }

  @Test
  void acceleratorTypesAreTheAttachableOnesAndTheBuiltInOnes() {
    assertThat(test.get("zones/us-central1-f/acceleratorTypes").texts("items.*.name"))
        .contains("nvidia-tesla-t4", "nvidia-l4")
        .doesNotContain("nvidia-h100-80gb");
    Reply type = test.get("zones/us-central1-a/acceleratorTypes/nvidia-h100-80gb");
    assertThat(type.text("kind")).isEqualTo("compute#acceleratorType");
    assertThat(type.number("maximumCardsPerInstance")).isEqualTo(8);
    assertThat(test.get("zones/us-central1-a/acceleratorTypes/abacus").status()).isEqualTo(404);
  }

  @Test
  void zonesAndRegionsKnowEachOther() {
    assertThat(test.get("zones").texts("items.*.name")).contains("us-central1-a", "europe-west4-b");
    assertThat(test.get("zones?maxResults=2").texts("nextPageToken")).hasSize(1);
    Reply zone = test.get("zones/us-central1-a");
    assertThat(zone.text("status")).isEqualTo("UP");
    assertThat(zone.text("region")).endsWith("/projects/ml-prod/regions/us-central1");
    Reply region = test.get("regions/us-central1");
    assertThat(region.texts("zones.*")).hasSize(4).allMatch(link -> link.contains("us-central1-"));
    assertThat(test.get("regions").texts("items.*.name")).contains("us-central1");
    assertThat(test.get("zones/nowhere").status()).isEqualTo(400);
    assertThat(test.get("").status()).isEqualTo(404);
  }
}
