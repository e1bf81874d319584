package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.B;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.REGION;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.gcp.model.InstanceProperties;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GroupsTest {

  private static final String COMPUTE = "https://www.googleapis.com/compute/v1/";

  private final GcpUnderTest test = new GcpUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aZonalGroupIsShownAsTheApiShowsIt() {
    test.project.addGroup(
        GroupDefinition.of(A, "t4", "n1-standard-8").size(2).description("for inference"));

    Reply group = test.group(A, "t4");

    assertThat(group.status()).isEqualTo(200);
    assertThat(group.text("kind")).isEqualTo("compute#instanceGroupManager");
    assertThat(group.text("id")).matches("[1-9]\\d{17}");
    assertThat(group.text("creationTimestamp")).isEqualTo("2026-01-01T02:00:00.000-08:00");
    assertThat(group.text("description")).isEqualTo("for inference");
    assertThat(group.text("zone")).isEqualTo(COMPUTE + "projects/ml-prod/zones/us-central1-a");
    assertThat(group.texts("region")).isEmpty();
    assertThat(group.text("instanceTemplate"))
        .isEqualTo(COMPUTE + "projects/ml-prod/global/instanceTemplates/t4");
    assertThat(group.text("instanceGroup"))
        .isEqualTo(COMPUTE + "projects/ml-prod/zones/us-central1-a/instanceGroups/t4");
    assertThat(group.text("selfLink"))
        .isEqualTo(COMPUTE + "projects/ml-prod/zones/us-central1-a/instanceGroupManagers/t4");
    assertThat(group.text("baseInstanceName")).isEqualTo("t4");
    assertThat(group.number("targetSize")).isEqualTo(2);
    assertThat(group.number("targetSuspendedSize")).isZero();
    assertThat(group.number("currentActions.creating")).isEqualTo(2);
    assertThat(group.text("status.isStable")).isEqualTo("false");
    assertThat(group.texts("distributionPolicy")).isEmpty();
  }

  @Test
  void aRegionalGroupSaysItsZonesAndShape() {
    test.project.addGroup(GroupDefinition.of(REGION, "l4", "g2-standard-4").zones(A, B));

    Reply group = test.group(REGION, "l4");

    assertThat(group.text("region")).isEqualTo(COMPUTE + "projects/ml-prod/regions/us-central1");
    assertThat(group.texts("zone")).isEmpty();
    assertThat(group.texts("distributionPolicy.zones.*.zone"))
        .containsExactly(
            COMPUTE + "projects/ml-prod/zones/us-central1-a",
            COMPUTE + "projects/ml-prod/zones/us-central1-b");
    assertThat(group.text("distributionPolicy.targetShape")).isEqualTo("EVEN");
  }

  @Test
  void groupsAreListedByPlace() {
    test.project.addGroup(GroupDefinition.of(A, "one", "n1-standard-8"));
    test.project.addGroup(GroupDefinition.of(A, "two", "n1-standard-8"));
    test.project.addGroup(GroupDefinition.of(B, "three", "n1-standard-8"));
    test.project.addGroup(GroupDefinition.of(REGION, "four", "n1-standard-8"));

    Reply zonal = test.get("zones/us-central1-a/instanceGroupManagers");
    Reply regional = test.get("regions/us-central1/instanceGroupManagers");

    assertThat(zonal.text("kind")).isEqualTo("compute#instanceGroupManagerList");
    assertThat(zonal.texts("items.*.name")).containsExactly("one", "two");
    assertThat(regional.text("kind")).isEqualTo("compute#regionInstanceGroupManagerList");
    assertThat(regional.texts("items.*.name")).containsExactly("four");
    assertThat(test.gcp.calls().calls())
        .extracting(Call::action, Call::region)
        .containsExactly(
            tuple("instanceGroupManagers.list", A),
            tuple("regionInstanceGroupManagers.list", REGION));
  }

  @Test
  void anAggregatedListHasZonalAndRegionalGroupsAndWarnsOfEmptyPlaces() {
    test.project.addGroup(GroupDefinition.of(A, "one", "n1-standard-8"));
    test.project.addGroup(GroupDefinition.of(REGION, "four", "n1-standard-8"));

    Reply all = test.get("aggregated/instanceGroupManagers");

    assertThat(all.text("kind")).isEqualTo("compute#instanceGroupManagerAggregatedList");
    assertThat(all.texts("items.zones/us-central1-a.instanceGroupManagers.*.name"))
        .containsExactly("one");
    assertThat(all.texts("items.regions/us-central1.instanceGroupManagers.*.name"))
        .containsExactly("four");
    assertThat(all.text("items.zones/us-central1-b.warning.code")).isEqualTo("NO_RESULTS_ON_PAGE");
    assertThat(all.text("items.zones/us-central1-b.warning.message"))
        .isEqualTo("There are no results for scope 'zones/us-central1-b' on this page.");
    assertThat(all.text("items.zones/us-central1-b.warning.data.0.value"))
        .isEqualTo("zones/us-central1-b");
  }

  @Test
  void pagesOfAnAggregatedListCrossPlaces() {
    for (int i = 0; i < 3; i++) {
      test.project.addGroup(GroupDefinition.of(A, "a-" + i, "n1-standard-8"));
      test.project.addGroup(GroupDefinition.of(REGION, "r-" + i, "n1-standard-8"));
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      Reply page = test.get("aggregated/instanceGroupManagers?maxResults=4&pageToken=" + token);
      List<String> here = new ArrayList<>();
      here.addAll(page.texts("items.regions/us-central1.instanceGroupManagers.*.name"));
      here.addAll(page.texts("items.zones/us-central1-a.instanceGroupManagers.*.name"));
      assertThat(here).hasSizeLessThanOrEqualTo(4);
      seen.addAll(here);
      token =
          page.texts("nextPageToken").stream().findFirst().map(GcpUnderTest::encoded).orElse("");
    } while (!token.isEmpty());

    assertThat(seen).containsExactly("r-0", "r-1", "r-2", "a-0", "a-1", "a-2");
    assertThat(test.gcp.calls().count("instanceGroupManagers.aggregatedList")).isEqualTo(2);
  }

  @Test
  void anUnreachablePlaceFailsListsOfAllUnlessPartsAreAskedFor() {
    test.project.addGroup(GroupDefinition.of(A, "one", "n1-standard-8"));
    test.project.addGroup(GroupDefinition.of("us-east1-b", "two", "n1-standard-8"));
    Episode outage = test.gcp.unreachable("us-east1");

    assertThat(test.get("aggregated/instanceGroupManagers").error())
        .startsWith("503 backendError: The following scopes are unreachable: regions/us-east1");
    assertThat(test.group("us-east1-b", "two").status()).isEqualTo(503);
    Reply part = test.get("aggregated/instanceGroupManagers?returnPartialSuccess=true");
    assertThat(part.texts("unreachables.*"))
        .containsExactly(
            "regions/us-east1", "zones/us-east1-b", "zones/us-east1-c", "zones/us-east1-d");
    assertThat(part.text("items.zones/us-east1-b.warning.code")).isEqualTo("UNREACHABLE");
    assertThat(part.texts("items.zones/us-central1-a.instanceGroupManagers.*.name"))
        .containsExactly("one");

    outage.close();
    assertThat(test.group("us-east1-b", "two").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name eq ^gpu-.+|gpu-a,gpu-b",
        "name eq \"gpu-a\"|gpu-a",
        "name ne gpu-.*|other",
        "name = gpu-a|gpu-a",
        "name=gpu-a|gpu-a",
        "name != gpu-a|gpu-b,other",
        "name:gpu-*|gpu-a,gpu-b",
        "(name eq gpu-.*) (targetSize = 1)|gpu-b",
        "name eq gpu-.* AND targetSize > 0|gpu-b",
        "name = other OR name = gpu-b|gpu-b,other",
        "NOT name = other|gpu-a,gpu-b",
        "status.isStable = true|gpu-a,other",
      })
  void listsAreFiltered(String filter, String expected) {
    test.project.addGroup(GroupDefinition.of(A, "gpu-a", "n1-standard-8"));
    test.project.addGroup(GroupDefinition.of(A, "gpu-b", "n1-standard-8").size(1));
    test.project.addGroup(GroupDefinition.of(A, "other", "n1-standard-8"));
    Reply list = test.get("zones/us-central1-a/instanceGroupManagers?filter=" + encoded(filter));

    assertThat(String.join(",", list.texts("items.*.name"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"name", "name eq [", "name = a)", "(name = a", "= a", "targetSize > many"})
  void aFilterThatIsNoneIsRefused(String filter) {
    assertThat(
            test.get("zones/us-central1-a/instanceGroupManagers?filter=" + encoded(filter)).error())
        .startsWith("400 invalid: Invalid value for field 'filter': '");
  }

  @ParameterizedTest
  @CsvSource({
    "maxResults=501, Invalid value for field 'maxResults': '501'.",
    "maxResults=many, Invalid value for field 'maxResults': 'many'.",
    "pageToken=nonsense, Invalid value for field 'pageToken': 'nonsense'.",
    "orderBy=size, Invalid value for field 'orderBy': 'size'.",
    "colour=red, Invalid JSON payload received. Unknown name \"colour\"",
  })
  void parametersThatMakeNoSenseAreRefused(String query, String complaint) {
    assertThat(test.get("zones/us-central1-a/instanceGroupManagers?" + query).error())
        .startsWith("400 invalid: " + complaint);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(test.group(A, "nothing").error())
        .isEqualTo(
            "404 notFound: The resource"
                + " 'projects/ml-prod/zones/us-central1-a/instanceGroupManagers/nothing' was not"
                + " found");
    assertThat(test.get("zones/mars-north1-a/instanceGroupManagers").error())
        .isEqualTo("400 invalid: Invalid value for field 'zone': 'mars-north1-a'. Unknown zone.");
    assertThat(test.get("zones/us-central1/instanceGroupManagers").status()).isEqualTo(400);
    assertThat(test.get("regions/us-central1-a/instanceGroupManagers").status()).isEqualTo(400);
    assertThat(test.get("zones/us-central1-a/spaceships").status()).isEqualTo(404);
    assertThat(
            test.send(
                    HttpRequest.newBuilder(
                        test.gcp.endpoint().resolve("/compute/v1/projects/nobody/zones")))
                .error())
        .isEqualTo("404 notFound: The resource 'projects/nobody' was not found");
  }

  @Test
  void instancesOfAGroupComeInOnePieceUnlessItIsPaginated() {
    test.project.addGroup(GroupDefinition.of(A, "whole", "n1-standard-8").size(7));
    test.project.addGroup(GroupDefinition.of(A, "pages", "n1-standard-8").size(7).paginated());

    assertThat(test.group(A, "whole").text("listManagedInstancesResults")).isEqualTo("PAGELESS");
    Reply whole =
        test.post(GcpUnderTest.path(A, "whole") + "/listManagedInstances?maxResults=3", Map.of());
    assertThat(whole.all("managedInstances.*")).hasSize(7);
    assertThat(whole.texts("nextPageToken")).isEmpty();

    assertThat(test.group(A, "pages").text("listManagedInstancesResults")).isEqualTo("PAGINATED");
    String path = GcpUnderTest.path(A, "pages") + "/listManagedInstances?maxResults=4";
    Reply first = test.post(path, Map.of());
    Reply second = test.post(path + "&pageToken=" + encoded(first.text("nextPageToken")), Map.of());
    assertThat(first.all("managedInstances.*")).hasSize(4);
    assertThat(second.all("managedInstances.*")).hasSize(3);
    assertThat(second.texts("nextPageToken")).isEmpty();
  }

  @Test
  void aDeletedGroupIsThereUntilItsInstancesAreGone() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8").size(2));
    test.pass(60);
    test.project.deleteGroup(A, "t4");

    assertThat(test.group(A, "t4").number("currentActions.deleting")).isEqualTo(2);
    test.pass(30);
    assertThat(test.group(A, "t4").status()).isEqualTo(404);
    assertThat(test.members(A, "t4").status()).isEqualTo(404);
    assertThat(test.resize(A, "t4", 1).status()).isEqualTo(404);
  }

  @Test
  void theFingerprintChangesWithTheSettingsAndNotWithTheSize() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8"));
    test.project.addTemplate("other", InstanceProperties.of("g2-standard-4"));
    String before = test.group(A, "t4").text("fingerprint");

    test.resize(A, "t4", 3);
    assertThat(test.group(A, "t4").text("fingerprint")).isEqualTo(before);
    test.project.relaunchFrom(A, "t4", "other");
    assertThat(test.group(A, "t4").text("fingerprint")).isNotEqualTo(before);
    assertThat(test.group(A, "t4").text("status.versionTarget.isReached")).isEqualTo("false");
  }

  @Test
  void aPartOfAnAnswerCanBeAskedFor() {
    test.project.addGroup(GroupDefinition.of(A, "one", "n1-standard-8").size(1));

    Reply part =
        test.get(
            "aggregated/instanceGroupManagers?fields="
                + encoded("items/*/instanceGroupManagers(name,status/isStable)"));

    assertThat(part.text().replaceAll("\\s", ""))
        .isEqualTo(
            "{\"items\":{\"zones/us-central1-a\":{\"instanceGroupManagers\":[{\"name\":\"one\","
                + "\"status\":{\"isStable\":false}}]}}}");
    assertThat(test.get("zones?fields=items(").error())
        .isEqualTo("400 invalidParameter: Invalid field selection items(");
  }
}
