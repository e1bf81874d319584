package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.CatalogEntry;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The names of machine types and the catalog agree on what is in them. */
class AcceleratorsTest {

  private static final Catalog CATALOG = Catalog.load();

  static List<String> gpuTypes() {
    return CATALOG.entries().stream()
        .filter(entry -> entry.cloud().equals("azure"))
        .map(entry -> entry.machine().name())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("gpuTypes")
  void everyTypeOfTheCatalogIsKnownByItsNameWithTheCatalogsModel(String type) {
    CatalogEntry entry = CATALOG.entry("azure", type).orElseThrow();
    Accelerators.Model model = Accelerators.model(type).orElseThrow();
    Accelerator known = entry.machine().accelerator().orElseThrow();

    assertThat(model.vendor()).isEqualTo(known.vendor());
    assertThat(CATALOG.modelOf("azure", newer(entry.machine(), model, known.count())))
        .as("what a type is taken for that has the same and isn't in the catalog")
        .contains(entry.model());
    assertThat(known.count()).isPositive();
  }

  /** A type that nobody has heard of, with what is in this one. */
  private static MachineType newer(MachineType like, Accelerators.Model model, int count) {
    return new MachineType(
        "Standard_N999x_v99",
        like.architecture(),
        like.vcpu(),
        like.memoryBytes(),
        Optional.of(new Accelerator(model.vendor(), model.name(), count, model.bytes())),
        0,
        OptionalInt.empty());
  }

  @Test
  void theCatalogHasTheFourFamiliesOfAzuresGpus() {
    assertThat(gpuTypes()).hasSizeGreaterThan(50);
    for (String family : List.of("NC", "ND", "NG", "NV")) {
      assertThat(gpuTypes()).anyMatch(type -> type.startsWith("Standard_" + family));
    }
    assertThat(gpuTypes()).allMatch(type -> type.matches("Standard_N[CDGV].*"));
  }

  @ParameterizedTest
  @CsvSource({
    "Standard_NC6, nvidia, K80, 12",
    "Standard_NC24r, nvidia, K80, 12",
    "Standard_NC6_Promo, nvidia, K80, 12",
    "Standard_NC24rs_v2, nvidia, P100, 16",
    "Standard_NC6s_v3, nvidia, V100, 16",
    "Standard_NC24rs_v3, nvidia, V100, 16",
    "Standard_NC64as_T4_v3, nvidia, T4, 16",
    "Standard_NC8ads_A10_v4, nvidia, A10, 24",
    "Standard_NC32ads_A10_v4, nvidia, A10, 24",
    "Standard_NC24ads_A100_v4, nvidia, A100, 80",
    "Standard_NC40ads_H100_v5, nvidia, H100 NVL, 94",
    "Standard_NC80adis_H100_v5, nvidia, H100 NVL, 94",
    "Standard_NCC40ads_H100_v5, nvidia, H100 NVL, 94",
    "Standard_NC24lds_xl_RTXPRO6000BSE_v6, nvidia, RTX PRO 6000, 96",
    "Standard_NC320ds_xl_RTXPRO6000BSE_v6, nvidia, RTX PRO 6000, 96",
    "Standard_ND24rs, nvidia, P40, 24",
    "Standard_ND40rs_v2, nvidia, V100, 32",
    "Standard_ND96asr_v4, nvidia, A100, 40",
    "Standard_ND96amsr_A100_v4, nvidia, A100, 80",
    "Standard_ND96isr_H100_v5, nvidia, H100, 80",
    "Standard_ND96is_H100_v5, nvidia, H100, 80",
    "Standard_ND96isr_H200_v5, nvidia, H200, 141",
    "Standard_ND96isr_MI300X_v5, amd, MI300X, 192",
    "Standard_ND128isr_NDR_GB200_v6, nvidia, GB200, 192",
    "Standard_ND128isr_GB300_v6, nvidia, GB300, 288",
    "Standard_ND128isrG5_GB300_v6, nvidia, GB300, 288",
    "Standard_NG8ads_V620_v1, amd, V620, 32",
    "Standard_NG32adms_V620_v1, amd, V620, 32",
    "Standard_NV6, nvidia, M60, 8",
    "Standard_NV12s_v3, nvidia, M60, 8",
    "Standard_NV4as_v4, amd, MI25, 16",
    "Standard_NV36adms_A10_v5, nvidia, A10, 24",
    "Standard_NV28adms_V710_v5, amd, V710, 28"
  })
  void aTypesNameSaysItsAccelerator(String type, String vendor, String model, long gib) {
    Accelerators.Model expected = new Accelerators.Model(vendor, model, gib << 30);

    assertThat(Accelerators.model(type)).contains(expected);
    assertThat(Accelerators.model(type.toUpperCase(java.util.Locale.ROOT))).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Standard_NP10s",
        "Standard_D4s_v5",
        "Standard_NCCC40ads_H100_v5",
        "Standard_C40ads_H100_v5",
        "Standard_NV4as_v5",
        "Standard_E96ias_v4",
        "Standard_NM16ads_MA35D"
      })
  void whatHasNoGpuForPodsHasNone(String type) {
    assertThat(Accelerators.model(type)).isEmpty();
  }
}
