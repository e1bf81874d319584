package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code clouds}. */
final class CloudsSectionTest {

  private static final String NUMBER =
      "expected a whole number from 0 to 2147483647, without quotes";

  @Test
  void isRequired() {
    ConfigText server =
        new ConfigText("server: {tls: {certificate: tls.crt, key: tls.key, clientCa: ca.crt}}\n");

    assertThat(server.problems())
        .containsExactly("1:1: clouds: found nothing; expected a list of one or more clouds");
    assertThat(server.and("clouds: []\n").problems())
        .containsExactly("2:9: clouds: found an empty list; expected a list of one or more clouds");
  }

  @Test
  void needsANameForEachEntry() {
    assertThat(ConfigText.small().with("- name: main\n    aws", "- aws").problems())
        .containsExactly(
            "7:5: clouds[0].name: found nothing; expected a name of letters, digits and dashes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_b", "a.b", "a/b", "ä"})
  void refusesNamesWithOtherCharacters(String name) {
    assertThat(ConfigText.small().with("main", name).problems())
        .containsExactly(
            "7:11: clouds[0].name: found '%s'; expected a name of letters, digits and dashes"
                .formatted(name));
  }

  @Test
  void refusesANameThatAnotherEntryHas() {
    assertThat(
            ConfigText.small()
                .and("  - {name: main, aws: {regions: [us-west-2], groups: [{name: p5}]}}\n")
                .problems())
        .containsExactly(
            "11:12: clouds[1].name: found 'main' a second time, the first being at line 7,"
                + " column 11; expected each once");
  }

  @Test
  void refusesANameThatAnotherEntryHasEvenWhereBothAreWrongOtherwise() {
    assertThat(ConfigText.small().and("  - {name: main}\n").problems())
        .containsExactly(
            "11:5: clouds[1]: found none of aws, gcp, azure; expected exactly one of them",
            "11:12: clouds[1].name: found 'main' a second time, the first being at line 7,"
                + " column 11; expected each once");
  }

  @Test
  void refusesTwoCloudsInOneEntry() {
    assertThat(
            ConfigText.small()
                .and("    gcp: {project: my-project, groups: [{name: a}]}\n")
                .problems())
        .containsExactly(
            "7:5: clouds[0]: found aws and gcp in one entry; expected an entry for each");
  }

  @Test
  void complainsOnceAboutMistypedKeys() {
    assertThat(ConfigText.small().with("    aws:", "    awz:").problems())
        .containsExactly(
            "8:5: clouds[0].awz: found the unknown key 'awz'; expected one of name, aws, gcp, azure; did you"
                + " mean 'aws'?");
    assertThat(ConfigText.small().with("      groups:", "      group:").problems())
        .containsExactly(
            "10:7: clouds[0].aws.group: found the unknown key 'group'; expected one of regions,"
                + " assumeRole, discover, groups, endpoint, refresh; did you mean 'groups'?");
  }

  @Test
  void needsRegions() {
    assertThat(ConfigText.small().without("      regions: [us-east-1]\n").problems())
        .containsExactly(
            "8:5: clouds[0].aws.regions: found nothing; expected a list of one or more regions,"
                + " such as [us-east-1]");
    assertThat(ConfigText.small().with("[us-east-1]", "[]").problems())
        .containsExactly(
            "9:16: clouds[0].aws.regions: found an empty list; expected a list of one or more"
                + " regions, such as [us-east-1]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-east-1a", "US-EAST-1", "useast1", "us-east", "7"})
  void refusesWhatIsNoRegion(String region) {
    assertThat(ConfigText.small().with("us-east-1", region).problems())
        .containsExactly(
            "9:17: clouds[0].aws.regions[0]: found '%s'; expected a region such as us-east-1"
                .formatted(region));
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-gov-west-1", "ap-southeast-12", "eusc-de-east-1", "cn-north-1"})
  void takesTheRegionsOfEveryPartition(String region) {
    assertThat(ConfigText.small().with("us-east-1", region).problems()).isEmpty();
  }

  @Test
  void refusesARegionThatIsThereTwice() {
    assertThat(
            ConfigText.small().with("[us-east-1]", "[us-east-1, us-west-2, us-east-1]").problems())
        .containsExactly(
            "9:39: clouds[0].aws.regions[2]: found 'us-east-1' a second time, the first being at"
                + " line 9, column 17; expected each once");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpupool",
        "arn:aws:iam::1:role/gpupool",
        "arn:aws:iam::111122223333:user/gpupool",
        "arn:aws:sts::111122223333:role/gpupool",
        "arn:aws:iam::111122223333:role/"
      })
  void refusesWhatIsNoRole(String role) {
    assertThat(aws("assumeRole: " + role).problems())
        .containsExactly(
            ("9:19: clouds[0].aws.assumeRole: found '%s'; expected the ARN of an IAM role, such as"
                    + " arn:aws:iam::111122223333:role/gpupool")
                .formatted(role));
  }

  @Test
  void takesARoleInEachOfSeveralAccountsAndEachOnce() {
    String one = "arn:aws:iam::111122223333:role/gpupool";
    String other = "arn:aws:iam::444455556666:role/gpupool";
    assertThat(aws("assumeRole: [%s, %s]".formatted(one, other)).problems()).isEmpty();
    assertThat(aws("assumeRole: []").problems())
        .singleElement()
        .asString()
        .contains("or a list of one or more of them");
    assertThat(aws("assumeRole: [%s, %s]".formatted(one, one)).problems())
        .singleElement()
        .asString()
        .contains("a second time");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws-us-gov:iam::111122223333:role/gpupool",
        "arn:aws:iam::111122223333:role/a/b/with.every+sign=of,names@x-_"
      })
  void takesTheRolesOfEveryPartition(String role) {
    assertThat(aws("assumeRole: " + role).problems()).isEmpty();
  }

  @Test
  void needsGroupsOrAWayToFindThem() {
    assertThat(ConfigText.small().without("      groups: [{name: p5}]\n").problems())
        .containsExactly(
            "8:5: clouds[0].aws: found neither discover nor groups; expected at least one, or"
                + " there is nothing to manage");
  }

  @Test
  void refusesADiscoveryThatWouldFindEverything() {
    assertThat(aws("discover: {tags: {}}").problems())
        .containsExactly(
            "9:24: clouds[0].aws.discover.tags: found an empty mapping; expected a mapping of one"
                + " or more tags to their values, \"\" being any");
    assertThat(aws("discover: {}").problems())
        .containsExactly(
            "9:7: clouds[0].aws.discover.tags: found nothing; expected a mapping of one or more"
                + " tags to their values, \"\" being any");
  }

  @Test
  void refusesATagWithoutAValueOrAKey() {
    assertThat(aws("discover: {tags: {a: , '': b}}").problems())
        .containsExactly(
            "9:27: clouds[0].aws.discover.tags.a: found nothing; expected the value of a tag, \"\""
                + " being any",
            "9:30: clouds[0].aws.discover.tags['']: found the text ''; expected the key of a tag");
  }

  @Test
  void refusesAnEmptyListOfGroups() {
    assertThat(ConfigText.small().with("[{name: p5}]", "[]").problems())
        .containsExactly(
            "10:15: clouds[0].aws.groups: found an empty list; expected a list of one or more"
                + " groups, such as [{name: p5-spot, min: 0, max: 16}]");
  }

  @Test
  void needsANameForEachGroup() {
    assertThat(ConfigText.small().with("{name: p5}", "{name: p5}, {max: 3}, p4").problems())
        .containsExactly(
            "10:28: clouds[0].aws.groups[1].name: found nothing; expected the name of a group",
            "10:38: clouds[0].aws.groups[2]: found 'p4'; expected a mapping with the keys name,"
                + " min, max");
  }

  @Test
  void refusesAGroupThatIsThereTwice() {
    assertThat(ConfigText.small().with("{name: p5}", "{name: p5}, {name: p5}").problems())
        .containsExactly(
            "10:35: clouds[0].aws.groups[1].name: found 'p5' a second time, the first being at"
                + " line 10, column 23; expected each once");
  }

  @Test
  void takesAGroupOfThatNameInAnotherEntry() {
    assertThat(
            ConfigText.small()
                .and("  - {name: other, aws: {regions: [us-east-1], groups: [{name: p5}]}}\n")
                .problems())
        .isEmpty();
  }

  @Test
  void refusesAMinimumAboveTheMaximum() {
    assertThat(ConfigText.small().with("p5}", "p5, min: 3, max: 2}").problems())
        .containsExactly(
            "10:32: clouds[0].aws.groups[0].min: found 3, above the maximum; expected 2 or less");
  }

  @Test
  void takesAMinimumThatIsTheMaximum() {
    assertThat(ConfigText.small().with("p5}", "p5, min: 3, max: 3}").problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "2147483648", "1.0", "1e3", "0x10", "010", "one", "1_000"})
  void refusesSizesThatAreNoWholeNumbers(String size) {
    assertThat(ConfigText.small().with("p5}", "p5, max: " + size + "}").problems())
        .containsExactly(
            "10:32: clouds[0].aws.groups[0].max: found '%s'; %s".formatted(size, NUMBER));
  }

  @Test
  void refusesASizeInQuotes() {
    assertThat(ConfigText.small().with("p5}", "p5, max: '3'}").problems())
        .containsExactly("10:32: clouds[0].aws.groups[0].max: found the text '3'; " + NUMBER);
  }

  @Test
  void takesEitherEndOfTheSizes() throws ConfigException {
    ConfigText text =
        ConfigText.small().with("{name: p5}", "{name: a, min: 2147483647}, {name: b, max: 0}");

    assertThat(text.read().clouds())
        .first()
        .isInstanceOfSatisfying(
            AwsConfig.class,
            aws -> {
              assertThat(aws.groups().get(0).min()).hasValue(Integer.MAX_VALUE);
              assertThat(aws.groups().get(0).max()).isEmpty();
              assertThat(aws.groups().get(1).min()).isEmpty();
              assertThat(aws.groups().get(1).max()).hasValue(0);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://127.0.0.1",
        "127.0.0.1:5000",
        "http://",
        "http:///x",
        "'http://a b'",
        "http://user:secret@host",
        "http://host?a=b",
        "'http://host/#a'"
      })
  void refusesEndpointsThatAreNoUrlsOfAService(String endpoint) {
    assertThat(aws("endpoint: " + endpoint).problems())
        .singleElement()
        .asString()
        .startsWith("9:17: clouds[0].aws.endpoint: found ")
        .endsWith("; expected an http or https URL such as http://127.0.0.1:5000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:secret@host", "https://user:sec@ret@host/path", "//secret@"})
  void keepsThePasswordOfAUrlToItself(String endpoint) {
    assertThat(aws("endpoint: " + endpoint).problems())
        .singleElement()
        .asString()
        .contains("//…@")
        .doesNotContain("sec");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "999ms", "-30s", "30", "soon", "''"})
  void refusesToRefreshMoreOftenThanEverySecond(String refresh) {
    assertThat(aws("refresh: " + refresh).problems())
        .singleElement()
        .asString()
        .startsWith("9:16: clouds[0].aws.refresh: found ")
        .endsWith("; expected a duration of 1s or more, such as 30s or 1m30s");
  }

  @Test
  void refreshesEverySecondIfAskedTo() {
    assertThat(Stream.of("1s", "1000ms").map(refresh -> aws("refresh: " + refresh).problems()))
        .allSatisfy(problems -> assertThat(problems).isEmpty());
  }

  /** Another key of the entry, in line 9. */
  private static ConfigText aws(String line) {
    return ConfigText.small().with("      regions", "      " + line + "\n      regions");
  }
}
