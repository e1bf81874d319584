package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of an entry about Google Cloud. */
final class GcpSectionTest {

  private static final String ACCOUNT = "gpupool@my-project.iam.gserviceaccount.com";

  @Test
  void fillsInEverythingThatTheSmallestEntryLeavesOut() throws ConfigException {
    assertThat(small().read().clouds())
        .containsExactly(
            new GcpConfig(
                "main",
                List.of("my-project"),
                List.of(),
                Optional.empty(),
                List.of(
                    new GcpGroup(
                        "h100", Optional.empty(), OptionalInt.empty(), OptionalInt.empty())),
                Optional.empty(),
                Optional.empty(),
                GcpCredentials.APPLICATION_DEFAULT,
                Duration.ofSeconds(30)));
  }

  @Test
  void needsAProject() {
    assertThat(small().without("      project: my-project\n").problems())
        .containsExactly(
            "8:5: clouds[0].gcp.project: found nothing; expected the id of a project such as"
                + " my-project, or a list of one or more of them");
    assertThat(small().with("my-project", "[]").problems())
        .containsExactly(
            "9:16: clouds[0].gcp.project: found an empty list; expected the id of a project such"
                + " as my-project, or a list of one or more of them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "My-Project",
        "project_1",
        "123456789012",
        "short",
        "ends-with-",
        "projects/abcdef"
      })
  void refusesWhatIsNoProject(String project) {
    assertThat(small().with("my-project", project).problems())
        .containsExactly(
            "9:16: clouds[0].gcp.project: found '%s'; expected the id of a project such as my-project"
                .formatted(project));
  }

  @Test
  void takesSeveralProjectsEachOnce() throws ConfigException {
    assertThat(
            small().with("my-project", "[my-project, \"example.com:my-project\"]").read().clouds())
        .first()
        .isInstanceOfSatisfying(
            GcpConfig.class,
            gcp ->
                assertThat(gcp.projects()).containsExactly("my-project", "example.com:my-project"));
    assertThat(small().with("my-project", "[my-project, my-project]").problems())
        .containsExactly(
            "9:29: clouds[0].gcp.project[1]: found 'my-project' a second time, the first being at"
                + " line 9, column 17; expected each once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us-central1-a",
        "us-central1",
        "northamerica-northeast2-c",
        "europe-west12",
        "us-south1-ai1b"
      })
  void takesZonesAndRegions(String location) {
    assertThat(gcp("locations: [" + location + "]").problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"US-CENTRAL1", "us-central", "us-central1-", "central1", "us", "7"})
  void refusesWhatIsNeitherZoneNorRegion(String location) {
    assertThat(gcp("locations: [" + location + "]").problems())
        .containsExactly(
            ("9:19: clouds[0].gcp.locations[0]: found '%s'; expected a zone or a region such as"
                    + " us-central1-a or us-central1")
                .formatted(location));
  }

  @Test
  void refusesAnEmptyListOfLocationsAndALocationThatIsThereTwice() {
    assertThat(gcp("locations: []").problems())
        .containsExactly(
            "9:18: clouds[0].gcp.locations: found an empty list; expected a list of one or more"
                + " zones and regions, such as [us-central1-a, us-central1]");
    assertThat(gcp("locations: [us-central1, us-central1]").problems())
        .containsExactly(
            "9:32: clouds[0].gcp.locations[1]: found 'us-central1' a second time, the first being"
                + " at line 9, column 19; expected each once");
  }

  @Test
  void needsGroupsOrAWayToFindThem() {
    assertThat(small().without("      groups: [{name: h100}]\n").problems())
        .containsExactly(
            "8:5: clouds[0].gcp: found neither discover nor groups; expected at least one, or"
                + " there is nothing to manage");
  }

  @Test
  void refusesADiscoveryThatWouldFindEverything() {
    for (String discovery : List.of("{}", "{min: 0}", "{max: 3}")) {
      assertThat(gcp("discover: " + discovery).problems())
          .containsExactly(
              "9:7: clouds[0].gcp.discover: found neither namePrefix nor labels; expected at least"
                  + " one, or every group would be managed");
    }
    assertThat(gcp("discover: {labels: {}}").problems())
        .containsExactly(
            "9:26: clouds[0].gcp.discover.labels: found an empty mapping; expected a mapping of"
                + " one or more labels to their values, \"\" being any");
  }

  @Test
  void findsByNameByLabelsOrByBoth() throws ConfigException {
    assertThat(discovery("{namePrefix: gpu-}"))
        .isEqualTo(
            new GcpDiscovery(
                Optional.of("gpu-"), Map.of(), OptionalInt.empty(), OptionalInt.empty()));
    assertThat(discovery("{labels: {cluster: a, pool: \"\"}, min: 1}"))
        .isEqualTo(
            new GcpDiscovery(
                Optional.empty(),
                Map.of("cluster", "a", "pool", ""),
                OptionalInt.of(1),
                OptionalInt.empty()));
    assertThat(discovery("{namePrefix: gpu, labels: {k: \"7\"}, max: 0}"))
        .isEqualTo(
            new GcpDiscovery(
                Optional.of("gpu"), Map.of("k", "7"), OptionalInt.empty(), OptionalInt.of(0)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPU-", "-gpu", "gpu_", "^gpu", "gpu.*", "7"})
  void refusesPrefixesThatNoNameCanHave(String prefix) {
    assertThat(gcp("discover: {namePrefix: \"%s\"}".formatted(prefix)).problems())
        .containsExactly(
            ("9:30: clouds[0].gcp.discover.namePrefix: found the text '%s'; expected what names of"
                    + " groups begin with, such as gpu-")
                .formatted(prefix));
  }

  @Test
  void refusesLabelsThatNoTemplateCanHave() {
    assertThat(gcp("discover: {labels: {k8s.io/cluster: a, b: Owned, c: }}").problems())
        .containsExactly(
            "9:27: clouds[0].gcp.discover.labels['k8s.io/cluster']: found 'k8s.io/cluster';"
                + " expected the key of a label, of small letters, digits, _ and -",
            "9:49: clouds[0].gcp.discover.labels.b: found 'Owned'; expected the value of a label,"
                + " of small letters, digits, _ and -, \"\" being any",
            "9:58: clouds[0].gcp.discover.labels.c: found nothing; expected the value of a label,"
                + " of small letters, digits, _ and -, \"\" being any");
  }

  @Test
  void refusesAMinimumAboveTheMaximum() {
    assertThat(gcp("discover: {namePrefix: gpu-, min: 3, max: 2}").problems())
        .containsExactly(
            "9:41: clouds[0].gcp.discover.min: found 3, above the maximum; expected 2 or less");
    assertThat(small().with("h100}", "h100, min: 3, max: 2}").problems())
        .containsExactly(
            "10:34: clouds[0].gcp.groups[0].min: found 3, above the maximum; expected 2 or less");
  }

  @ParameterizedTest
  @ValueSource(strings = {"H100", "h100_spot", "7b", "h100-", "\"a b\""})
  void refusesNamesThatNoGroupCanHave(String name) {
    assertThat(small().with("h100", name).problems())
        .singleElement()
        .asString()
        .startsWith("10:23: clouds[0].gcp.groups[0].name: found ")
        .endsWith(
            "; expected the name of a managed instance group, of small letters, digits and dashes");
  }

  @Test
  void takesAGroupOnceInEachLocation() {
    assertThat(
            small()
                .with(
                    "{name: h100}",
                    "{name: a, location: us-central1-a}, {name: a, location: us-central1-b}")
                .problems())
        .isEmpty();
    assertThat(
            small()
                .with(
                    "{name: h100}",
                    "{name: a, location: us-central1-a}, {name: a, location: us-central1-a}")
                .problems())
        .containsExactly(
            "10:59: clouds[0].gcp.groups[1].name: found 'a' a second time; expected each once in a"
                + " location");
    assertThat(
            small()
                .with("{name: h100}", "{name: a, location: us-central1-a}, {name: a}")
                .problems())
        .containsExactly(
            "10:59: clouds[0].gcp.groups[1].name: found 'a' a second time; expected each once in a"
                + " location");
  }

  @Test
  void complainsOnceAboutALocationThatIsWrong() {
    assertThat(small().with("{name: h100}", "{name: a}, {name: a, location: nowhere}").problems())
        .containsExactly(
            "10:47: clouds[0].gcp.groups[1].location: found 'nowhere'; expected a zone or a region"
                + " such as us-central1-a or us-central1");
  }

  @Test
  void refusesAGroupWhereNobodyLooks() {
    assertThat(
            gcp("locations: [us-central1-a, us-central1]")
                .with("h100}", "h100, location: us-east1-b}")
                .problems())
        .containsExactly(
            "11:39: clouds[0].gcp.groups[0].location: found 'us-east1-b', which isn't among"
                + " locations; expected one of us-central1-a, us-central1");
  }

  @Test
  void takesAGroupInAZoneOfARegion() {
    assertThat(
            gcp("locations: [us-central1]")
                .with(
                    "{name: h100}",
                    "{name: a, location: us-central1-b}, {name: a, location: us-central1}")
                .problems())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ACCOUNT,
        "123456789012-compute@developer.gserviceaccount.com",
        "gpupool@my-project.example.com.iam.gserviceaccount.com"
      })
  void takesServiceAccounts(String account) {
    assertThat(gcp("impersonate: " + account).problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpupool", "me@example.com", "@my-project.iam.gserviceaccount.com", "7"})
  void refusesWhatIsNoServiceAccount(String account) {
    assertThat(gcp("impersonate: \"%s\"".formatted(account)).problems())
        .containsExactly(
            ("9:20: clouds[0].gcp.impersonate: found the text '%s'; expected the e-mail address of"
                    + " a service account, such as gpupool@my-project.iam.gserviceaccount.com")
                .formatted(account));
  }

  @Test
  void goesWithoutCredentialsToAnotherEndpointOnly() throws ConfigException {
    assertThat(gcp("credentials: none").problems())
        .containsExactly(
            "9:20: clouds[0].gcp.credentials: found none for Google's own endpoint; expected an"
                + " endpoint that asks for none");
    assertThat(gcp("credentials: none\n      endpoint: http://10.0.0.7:5001").read().clouds())
        .first()
        .isInstanceOfSatisfying(
            GcpConfig.class, gcp -> assertThat(gcp.credentials()).isEqualTo(GcpCredentials.NONE));
  }

  @Test
  void actsAsNobodyWithoutCredentials() {
    assertThat(
            gcp("credentials: none\n      endpoint: http://127.0.0.1:5001\n      impersonate: "
                    + ACCOUNT)
                .problems())
        .containsExactly(
            "11:20: clouds[0].gcp.impersonate: found a service account to act as, and credentials:"
                + " none; expected one or the other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "default", "None", "true"})
  void refusesOtherCredentials(String credentials) {
    assertThat(gcp("credentials: " + credentials).problems())
        .singleElement()
        .asString()
        .startsWith("9:20: clouds[0].gcp.credentials: found ")
        .endsWith("; expected application-default or none");
  }

  @Test
  void sendsNoAccessTokenWhereAnybodyCanReadIt() {
    assertThat(gcp("endpoint: http://compute.example.com").problems())
        .containsExactly(
            "9:17: clouds[0].gcp.endpoint: found 'http://compute.example.com', on whose way anybody"
                + " can read an access token; expected https, or credentials: none");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://compute.example.com",
        "HTTPS://compute.example.com",
        "http://127.0.0.1:5001",
        "http://LocalHost:5001",
        "\"http://[::1]:5001\""
      })
  void sendsAccessTokensOverTlsOrToThisMachine(String endpoint) {
    assertThat(gcp("endpoint: " + endpoint).problems()).isEmpty();
  }

  @Test
  void tellsEveryProblemAtOnce() {
    assertThat(
            small()
                .with("my-project", "[]")
                .with("{name: h100}", "{max: -1}")
                .and("      refresh: 10ms\n      lokations: []\n")
                .problems())
        .satisfiesExactly(
            project -> assertThat(project).startsWith("9:16: clouds[0].gcp.project: "),
            name -> assertThat(name).startsWith("10:16: clouds[0].gcp.groups[0].name: "),
            max -> assertThat(max).startsWith("10:22: clouds[0].gcp.groups[0].max: "),
            refresh -> assertThat(refresh).startsWith("11:16: clouds[0].gcp.refresh: "),
            key -> assertThat(key).endsWith("; did you mean 'locations'?"));
  }

  private static GcpDiscovery discovery(String discover) throws ConfigException {
    return ((GcpConfig) gcp("discover: " + discover).read().clouds().get(0))
        .discovery()
        .orElseThrow();
  }

  /** The least that an entry says. Ten lines. */
  private static ConfigText small() {
    return ConfigText.small()
        .with(
            "    aws:\n      regions: [us-east-1]\n      groups: [{name: p5}]\n",
            "    gcp:\n      project: my-project\n      groups: [{name: h100}]\n");
  }

  /** Another key of the entry, in line 9. */
  private static ConfigText gcp(String line) {
    return small().with("      project", "      " + line + "\n      project");
  }
}
