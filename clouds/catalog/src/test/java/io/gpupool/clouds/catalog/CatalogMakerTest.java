package io.gpupool.clouds.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a table of types and prices to the catalog's files. */
class CatalogMakerTest {

  private static final String HEADING =
      "cloud,instance_type,accel_vendor,gpu_name,gpu_count,gpu_fraction,gpu_mem_gib,vcpu,mem_gib,"
          + "arch,local_ssd_gib,network_gbps,region,ondemand_usd_per_hr,spot_usd_per_hr,spot_kind,"
          + "source,source_date";
  private static final String G5 =
      "aws,g5.xlarge,nvidia,A10G,1,1.0,24,4,16.0,amd64,233,10.0,%s,%s,,,a list,2026-01-02";

  @TempDir Path folder;

  @Test
  void aTypeIsWrittenOnceAndItsPriceForEachRegion() throws IOException {
    make(HEADING, G5.formatted("us-east-1", "1.006"), G5.formatted("eu-west-1", "1.123"));
    assertThat(lines("machine-types.csv"))
        .hasSize(2)
        .last()
        .isEqualTo("aws,g5.xlarge,nvidia,nvidia-a10g-24gb,1,1,24,4,16,amd64,233,10");
    assertThat(lines("prices.csv"))
        .containsExactly(
            "cloud,region,type,on_demand_usd_per_hour,spot_usd_per_hour,spot_kind,source,date",
            "aws,eu-west-1,g5.xlarge,1.123,,,1,2026-01-02",
            "aws,us-east-1,g5.xlarge,1.006,,,1,2026-01-02");
    assertThat(lines("sources.csv")).containsExactly("source,text", "1,a list");
  }

  @Test
  void twoMachinesUnderOneNameAreAContradiction() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                make(
                    HEADING,
                    G5.formatted("us-east-1", "1.006"),
                    G5.formatted("eu-west-1", "1.123").replace(",4,16.0,", ",8,16.0,")))
        .withMessageContaining("two machines in one");
  }

  @Test
  void anAcceleratorWithoutANameIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> make(HEADING, G5.formatted("us-east-1", "1").replace("A10G", "Z1")))
        .withMessageContaining("nvidia Z1");
  }

  @Test
  void aRowWithOtherColumnsIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> make(HEADING, "aws,g5.xlarge"))
        .withMessageContaining("aws,g5.xlarge");
    assertThatIllegalStateException()
        .isThrownBy(() -> make("cloud", "aws"))
        .withMessageContaining("no column");
  }

  @Test
  void withoutATableAndAFolderThereIsNothingToMake() {
    assertThatIllegalArgumentException().isThrownBy(() -> CatalogMaker.main(new String[0]));
  }

  private void make(String... table) throws IOException {
    Path file = Files.writeString(folder.resolve("table.csv"), String.join("\n", table) + "\n");
    CatalogMaker.main(new String[] {file.toString(), folder.toString()});
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(folder.resolve(file));
  }
}
