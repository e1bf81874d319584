package io.gpupool.clouds.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gaps and contradictions: what no row shows by itself, and all of them together do. */
class CatalogConsistencyTest {

  private static final long GIB = 1L << 30;

  private final Catalog catalog = Catalog.load();

  @Test
  void onlyTypesWhosePricesWereNotFoundHaveNone() {
    assertThat(catalog.entries())
        .filteredOn(entry -> prices(entry).isEmpty())
        .extracting(entry -> entry.machine().name())
        .containsExactlyInAnyOrder(
            "p5e.48xlarge",
            "p6e-gb200.36xlarge",
            "trn2.3xlarge",
            "trn2.48xlarge",
            "a4x-highgpu-4g",
            "Standard_NC144lds_xl_RTXPRO6000BSE_v6",
            "Standard_NC24lds_xl_RTXPRO6000BSE_v6",
            "Standard_NC288lds_xl_RTXPRO6000BSE_v6",
            "Standard_NC36ds_xl_RTXPRO6000BSE_v6",
            "Standard_NC36lds_xl_RTXPRO6000BSE_v6",
            "Standard_NC72ds_xl_RTXPRO6000BSE_v6",
            "Standard_NC72lds_xl_RTXPRO6000BSE_v6",
            "Standard_ND128isrG5_GB300_v6",
            "Standard_ND128isr_GB300_v6",
            "Standard_NG16ads_V620_v1",
            "Standard_NG32adms_V620_v1",
            "Standard_NG8ads_V620_v1",
            "Standard_NV12ads_V710_v5",
            "Standard_NV24ads_V710_v5",
            "Standard_NV4ads_V710_v5",
            "Standard_NV4as_v4",
            "Standard_NV8ads_V710_v5",
            "Standard_NV8as_v4");
  }

  @Test
  void everyPriceIsOfATypeThatIsThere() {
    assertThat(catalog.prices().keySet())
        .allMatch(key -> catalog.entry(key.cloud(), key.machineType()).isPresent());
  }

  @Test
  void aModelHasTheSameMemoryWhereverItIsWhole() {
    Map<String, List<Long>> memories =
        catalog.entries().stream()
            .filter(entry -> entry.fraction() == 1)
            .collect(
                Collectors.groupingBy(
                    CatalogEntry::model,
                    TreeMap::new,
                    Collectors.mapping(
                        entry -> accelerator(entry).memoryBytes() / GIB, Collectors.toList())));
    memories.forEach(
        (model, gib) -> {
          List<Long> known = gib.stream().filter(each -> each > 0).sorted().toList();
          if (!known.isEmpty()) {
            // gigabytes and gibibytes are told apart by nobody: 80 GB, 80 GiB and 79.6 GiB are one
            assertThat(known.get(known.size() - 1).doubleValue() / known.get(0))
                .as(model + " has " + known)
                .isLessThan(1.1);
          }
        });
  }

  @Test
  void theNameOfAModelSaysItsMemory() {
    for (CatalogEntry entry : catalog.entries()) {
      double gib = accelerator(entry).memoryBytes() / (double) GIB;
      if (gib > 0) {
        double whole = gib / entry.fraction();
        double named = Double.parseDouble(entry.model().replaceFirst(".*-(\\d+)gb$", "$1"));
        // a part's memory may be stated as the part's or as the whole one's
        assertThat(List.of(whole / named, gib / named))
            .as(entry.machine().name() + " has " + gib + " GiB, " + entry.model())
            .anyMatch(ratio -> ratio > 0.85 && ratio < 1.1);
      }
    }
  }

  @Test
  void machinesAreOfSensibleProportions() {
    for (CatalogEntry entry : catalog.entries()) {
      MachineType machine = entry.machine();
      assertThat(machine.memoryBytes() / (double) GIB / machine.vcpu())
          .as(machine.name() + ": GiB for each processor")
          .isBetween(1.5, 26.0);
      assertThat(machine.vcpu() / (double) accelerator(entry).count())
          .as(machine.name() + ": processors for each accelerator")
          .isBetween(1.0, 150.0);
      assertThat(accelerator(entry).count()).as(machine.name()).isIn(1, 2, 4, 6, 8, 12, 16);
      assertThat(machine.architecture()).isIn("amd64", "arm64");
    }
  }

  @Test
  void spotIsNeverDearerThanOnDemand() {
    catalog
        .prices()
        .forEach(
            (key, price) -> {
              if (price.spotUsdPerHour().isPresent() && price.onDemandUsdPerHour().isPresent()) {
                assertThat(price.spotUsdPerHour().getAsDouble())
                    .as(key.toString())
                    .isPositive()
                    .isLessThanOrEqualTo(price.onDemandUsdPerHour().getAsDouble());
              }
            });
  }

  @Test
  void spotPricesSayWhatTheyAreAndAllHaveASourceAndADate() {
    catalog
        .prices()
        .forEach(
            (key, price) -> {
              assertThat(price.spotBasis().isEmpty())
                  .as(key.toString())
                  .isEqualTo(price.spotUsdPerHour().isEmpty());
              assertThat(price.source()).as(key.toString()).isNotBlank();
              assertThat(price.date()).as(key.toString()).isAfter(LocalDate.of(2025, 1, 1));
            });
  }

  @Test
  void noRegionIsOutOfAllProportion() {
    for (CatalogEntry entry : catalog.entries()) {
      List<Double> usd =
          prices(entry).stream()
              .flatMapToDouble(price -> price.onDemandUsdPerHour().stream())
              .sorted()
              .boxed()
              .toList();
      if (usd.size() > 1) {
        assertThat(usd.get(usd.size() - 1) / usd.get(0))
            .as(entry.machine().name() + " costs from " + usd.get(0))
            .isLessThan(3);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"aws, us-east-1", "gcp, us-central1", "azure, eastus"})
  void moreOfTheSameCostsMore(String cloud, String region) {
    Map<String, List<CatalogEntry>> families =
        catalog.entries().stream()
            .filter(entry -> entry.cloud().equals(cloud))
            .filter(entry -> onDemand(cloud, region, entry).isPresent())
            .collect(Collectors.groupingBy(entry -> family(entry) + " " + entry.model()));
    List<String> contradictions = new ArrayList<>();
    families.forEach(
        (family, members) -> {
          List<CatalogEntry> bySize =
              members.stream()
                  .sorted(
                      Comparator.comparingDouble(
                          (CatalogEntry each) -> accelerator(each).count() * each.fraction()))
                  .toList();
          for (int k = 1; k < bySize.size(); k++) {
            CatalogEntry less = bySize.get(k - 1);
            CatalogEntry more = bySize.get(k);
            boolean largerInAll =
                accelerator(more).count() * more.fraction()
                        > accelerator(less).count() * less.fraction()
                    && more.machine().vcpu() >= less.machine().vcpu()
                    && more.machine().memoryBytes() >= less.machine().memoryBytes();
            if (largerInAll
                && onDemand(cloud, region, more).orElseThrow()
                    <= onDemand(cloud, region, less).orElseThrow()) {
              contradictions.add(less.machine().name() + " and " + more.machine().name());
            }
          }
        });
    assertThat(contradictions).isEmpty();
    assertThat(families).hasSizeGreaterThan(4);
  }

  private static Accelerator accelerator(CatalogEntry entry) {
    return entry.machine().accelerator().orElseThrow();
  }

  private static String family(CatalogEntry entry) {
    return entry.machine().name().replaceFirst("^(Standard_[A-Z]+|[a-z0-9]+).*", "$1");
  }

  private Optional<Double> onDemand(String cloud, String region, CatalogEntry entry) {
    return catalog
        .price(cloud, region, entry.machine().name())
        .flatMap(price -> price.onDemandUsdPerHour().stream().boxed().findFirst());
  }

  private List<ListPrice> prices(CatalogEntry entry) {
    return catalog.prices().entrySet().stream()
        .filter(
            price ->
                price.getKey().cloud().equals(entry.cloud())
                    && price.getKey().machineType().equals(entry.machine().name()))
        .map(Map.Entry::getValue)
        .toList();
  }
}
