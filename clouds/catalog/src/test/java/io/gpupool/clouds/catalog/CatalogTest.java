package io.gpupool.clouds.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The facts are there, make sense and agree with each other. */
class CatalogTest {

  private final Catalog catalog = Catalog.load();

  @ParameterizedTest
  @CsvSource({
    "aws, p5.48xlarge, nvidia-h100-80gb, 8, 1, 192, 2048",
    "aws, g4dn.12xlarge, nvidia-t4-16gb, 4, 1, 48, 192",
    "aws, g6f.large, nvidia-l4-24gb, 1, 0.125, 2, 8",
    "aws, trn1.32xlarge, aws-trainium-32gb, 16, 1, 128, 512",
    "aws, dl1.24xlarge, habana-gaudi-32gb, 8, 1, 96, 768",
    "gcp, a2-highgpu-1g, nvidia-a100-40gb, 1, 1, 12, 85",
    "azure, Standard_ND96isr_H100_v5, nvidia-h100-80gb, 8, 1, 96, 1900"
  })
  void wellKnownTypesAreWhatTheirMakersSay(
      String cloud, String type, String model, int count, double fraction, int vcpu, long gib) {
    CatalogEntry entry = catalog.entry(cloud, type).orElseThrow();
    assertThat(entry.model()).isEqualTo(model);
    assertThat(entry.fraction()).isEqualTo(fraction);
    assertThat(entry.machine().vcpu()).isEqualTo(vcpu);
    assertThat(entry.machine().memoryBytes()).isEqualTo(gib << 30);
    assertThat(entry.machine().accelerator().map(Accelerator::count)).contains(count);
  }

  @Test
  void everyTypeHasAPriceSomewhereWithSourceAndDate() {
    List<String> regions =
        List.of("us-east-1", "us-west-2", "us-central1", "us-east1", "eastus", "westeurope");
    for (String cloud : List.of("aws", "gcp", "azure")) {
      assertThat(catalog.entries().stream().filter(entry -> entry.cloud().equals(cloud)))
          .hasSizeGreaterThan(30)
          .filteredOn(
              entry ->
                  regions.stream()
                      .anyMatch(
                          region ->
                              catalog.price(cloud, region, entry.machine().name()).isPresent()))
          .hasSizeGreaterThan(25);
    }
    ListPrice price = catalog.price("aws", "us-east-1", "p5.48xlarge").orElseThrow();
    assertThat(price.onDemandUsdPerHour())
        .hasValueCloseTo(55.04, org.assertj.core.data.Offset.offset(0.01));
    assertThat(price.source()).isNotBlank();
    assertThat(price.date()).hasToString("2026-07-20");
  }

  @Test
  void disksAndNetworkAreKnownWhereTheyMatter() {
    CatalogEntry p5 = catalog.entry("aws", "p5.48xlarge").orElseThrow();
    assertThat(p5.networkGbps()).hasValue(3_200);
    assertThat(p5.machine().localDiskBytes()).isGreaterThan(28_000L << 30);
    assertThat(catalog.entry("aws", "g2.2xlarge").orElseThrow().networkGbps()).isEmpty();
  }

  @Test
  void aSpotPriceSaysWhatItIs() {
    ListPrice price = catalog.price("aws", "us-east-1", "p5.48xlarge").orElseThrow();
    assertThat(price.spotBasis()).startsWith("advisor-savings-estimate");
  }

  @ParameterizedTest
  @CsvSource({
    "n1-standard-8, nvidia-tesla-t4, 1, n1-standard-8+1xT4, nvidia-t4-16gb",
    "n1-standard-8, T4, 1, n1-standard-8+1xT4, nvidia-t4-16gb",
    "n1-standard-16, nvidia-tesla-v100, 2, n1-standard-16+2xV100, nvidia-v100-16gb",
    "n1-standard-8, nvidia-tesla-p4, 1, n1-standard-8+1xP4, nvidia-p4-8gb",
    "a3-highgpu-8g, nvidia-h100-80gb, 8, a3-highgpu-8g, nvidia-h100-80gb",
    "a2-highgpu-1g, nvidia-tesla-a100, 1, a2-highgpu-1g, nvidia-a100-40gb"
  })
  void machinesOfGoogleAreFoundWithWhatIsAttachedToThem(
      String type, String accelerator, int count, String row, String model) {
    MachineType machine = machine(type, accelerator, count, 0);
    assertThat(catalog.entry("gcp", machine)).map(e -> e.machine().name()).contains(row);
    assertThat(catalog.modelOf("gcp", machine)).contains(model);
  }

  @Test
  void anAcceleratorIsKnownOnMachinesThatAreNot() {
    assertThat(catalog.entry("gcp", machine("n1-highmem-16", "nvidia-tesla-t4", 1, 0))).isEmpty();
    assertThat(catalog.modelOf("gcp", machine("n1-highmem-16", "nvidia-tesla-t4", 1, 0)))
        .contains("nvidia-t4-16gb");
    assertThat(catalog.modelOf("gcp", machine("a3-edgegpu-8g", "nvidia-h100-80gb", 8, 0)))
        .contains("nvidia-h100-80gb");
    assertThat(catalog.modelOf("gcp", machine("any", "nvidia-tesla-k80", 1, 0)))
        .as("which other clouds have")
        .contains("nvidia-k80-12gb");
    assertThat(catalog.modelOf("gcp", machine("any", "nvidia-l4", 1, 0)))
        .contains("nvidia-l4-24gb");
  }

  @Test
  void theMemoryTellsModelsOfOneNameApart() {
    assertThat(catalog.modelOf("gcp", machine("any", "nvidia-a100", 1, 0))).isEmpty();
    assertThat(catalog.modelOf("gcp", machine("any", "nvidia-a100", 1, 40L << 30)))
        .contains("nvidia-a100-40gb");
    assertThat(catalog.modelOf("gcp", machine("any", "nvidia-a100", 1, 80L << 30)))
        .contains("nvidia-a100-80gb");
  }

  @Test
  void anAcceleratorThatNobodyKnowsHasNoName() {
    assertThat(catalog.modelOf("gcp", machine("any", "nvidia-tesla-c2050", 1, 0))).isEmpty();
    assertThat(
            catalog.modelOf(
                "gcp", new MachineType("e2-small", "amd64", 2, 1L << 30, Optional.empty())))
        .isEmpty();
  }

  private static MachineType machine(String type, String accelerator, int count, long bytes) {
    return new MachineType(
        type,
        "amd64",
        8,
        30L << 30,
        Optional.of(new Accelerator("nvidia", accelerator, count, bytes)));
  }

  @Test
  void whatIsNotInItIsAbsent() {
    assertThat(catalog.entry("aws", "m5.large")).isEmpty();
    assertThat(catalog.price("aws", "moon-1", "p5.48xlarge")).isEmpty();
  }
}
