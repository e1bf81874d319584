package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids and addresses, there and back. */
class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "us-central1, true, us-central1",
    "us-central1-a, false, us-central1",
    "northamerica-northeast1, true, northamerica-northeast1",
    "europe-west12-c, false, europe-west12",
    "us-central1-ai1a, false, us-central1"
  })
  void aPlaceIsAZoneOrARegionByItsName(String location, boolean regional, String region)
      throws Exception {
    GroupRef group = new GroupRef("p", location, "g");
    assertThat(group.isRegional()).isEqualTo(regional);
    assertThat(group.region()).isEqualTo(region);
    assertThat(GroupRef.of("p", group.id())).isEqualTo(group);
  }

  @Test
  void aProjectOfADomainHasIdsLikeOthers() throws Exception {
    GroupRef group = new GroupRef("example.com:ml", "us-central1-a", "g");
    assertThat(group.id()).isEqualTo(new NodeGroupId("gcp/example.com:ml/us-central1-a/g"));
    assertThat(GroupRef.of("example.com:ml", group.id())).isEqualTo(group);
    ProviderId node = new ProviderId("gce://example.com:ml/us-central1-a/g-1");
    assertThat(InstanceRef.of("example.com:ml", node).orElseThrow().providerId("example.com:ml"))
        .isEqualTo(node);
  }

  @ParameterizedTest
  @CsvSource({
    "https://www.googleapis.com/compute/v1/projects/p/zones/z-a/instances/i, z-a, i",
    "https://compute.googleapis.com/compute/v1/projects/p/zones/z-a/instances/i, z-a, i",
    "zones/z-a/instances/i, z-a, i"
  })
  void anInstanceIsFoundInItsAddress(String link, String zone, String name) {
    assertThat(Links.instance(link)).contains(new InstanceRef(zone, name));
  }

  @Test
  void whatIsNoInstancesAddressHasNone() {
    assertThat(Links.instance("")).isEmpty();
    assertThat(Links.instance("projects/p/zones/z/disks/d")).isEmpty();
    assertThat(Links.region("https://x/compute/v1/projects/p/global/instanceTemplates/t"))
        .isEmpty();
    assertThat(Links.region("https://x/compute/v1/projects/p/regions/r/instanceTemplates/t"))
        .contains("r");
  }

  @Test
  void onlyTheListOfAllInstancesIsAskedForInPart() {
    URI list = URI.create("https://x/compute/v1/projects/p/aggregated/instances?maxResults=500");
    assertThat(PartialAnswers.of(list).toString()).startsWith(list + "&fields=");
    URI bare = URI.create("https://x/compute/v1/projects/p/aggregated/instances");
    assertThat(PartialAnswers.of(bare).toString()).startsWith(bare + "?fields=");
    URI other = URI.create("https://x/compute/v1/projects/p/zones/z/instances/i");
    assertThat(PartialAnswers.of(other)).isEqualTo(other);
  }
}
