package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told about a file whose form is wrong, whatever it means to say. */
final class StructureProblemsTest {

  private static final String ROOT_KEYS =
      "server, autoscaler, gpuLabel, clouds, groups, prices, scaleDown";

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "# nothing but a comment\n", "---\n", "null\n"})
  void refusesAnEmptyFile(String text) {
    assertThat(new ConfigText(text).problems())
        .containsExactly("1:1: found an empty file; expected a configuration");
  }

  @Test
  void refusesAListWhereTheFileIsDue() {
    assertThat(new ConfigText("- server\n").problems())
        .containsExactly("1:1: found a list; expected a mapping with the keys " + ROOT_KEYS);
  }

  @Test
  void refusesATextWhereTheFileIsDue() {
    assertThat(new ConfigText("gpuLabel:x\n").problems())
        .containsExactly("1:1: found 'gpuLabel:x'; expected a mapping with the keys " + ROOT_KEYS);
  }

  @Test
  void refusesAKeyThatNobodyKnows() {
    assertThat(ConfigText.small().and("telemetry: {}\n").problems())
        .containsExactly(
            "11:1: telemetry: found the unknown key 'telemetry'; expected one of " + ROOT_KEYS);
  }

  @Test
  void suggestsTheKeyThatWasProbablyMeant() {
    assertThat(ConfigText.small().with("clouds:", "clowds:").problems())
        .containsExactly(
            "6:1: clowds: found the unknown key 'clowds'; expected one of "
                + ROOT_KEYS
                + "; did you mean 'clouds'?");
  }

  @Test
  void listsASingleKeyByItself() {
    assertThat(ConfigText.small().and("autoscaler: {releas: 1.30}\n").problems())
        .containsExactly(
            "11:14: autoscaler.releas: found the unknown key 'releas'; expected only release;"
                + " did you mean 'release'?");
  }

  @Test
  void shortensAKeyThatIsLongerThanALine() {
    String longKey = "k".repeat(100);

    assertThat(ConfigText.small().and(longKey + ": 1\n").problems())
        .singleElement()
        .asString()
        .startsWith("11:1: ['%1$s…']: found the unknown key '%1$s…';".formatted("k".repeat(60)));
  }

  @Test
  void doesNotShortenAKeyThatIsNot() {
    assertThat(ConfigText.small().and("k".repeat(60) + ": 1\n").problems())
        .singleElement()
        .asString()
        .startsWith("11:1: %1$s: found the unknown key '%1$s';".formatted("k".repeat(60)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ceilings"})
  void refusesSectionsOfLaterReleases(String section) {
    assertThat(ConfigText.small().and(section + ": {anything: [1, 2]}\n").problems())
        .containsExactly(
            "11:1: %1$s: found '%1$s', which isn't part of this release yet; expected the file without it, so remove it"
                .formatted(section));
  }

  @Test
  void refusesAKeyThatIsThereTwice() {
    assertThat(ConfigText.small().with("    key: tls.key\n", "    key: a\n    key: b\n").problems())
        .containsExactly(
            "5:5: server.tls.key: found 'key' a second time, the first being at line 4, column 5;"
                + " expected each key once");
  }

  @Test
  void refusesAKeyThatIsThereTwiceAmongNamesOfTheUsers() {
    assertThat(
            ConfigText.small()
                .and("groups: [{match: aws/**, labels: {a/b: x, \"a/b\": x}}]\n")
                .problems())
        .containsExactly(
            "11:43: groups[0].labels['a/b']: found 'a/b' a second time, the first being at"
                + " line 11, column 35; expected each key once");
  }

  @Test
  void refusesAKeyWithoutAValue() {
    assertThat(ConfigText.small().and("gpuLabel:\n").problems())
        .containsExactly(
            "11:10: gpuLabel: found nothing; expected a label key such as team or"
                + " example.com/team");
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "null", "Null", "NULL"})
  void takesTheWordsForNothingAsNothing(String nothing) {
    assertThat(ConfigText.small().with("key: tls.key", "key: " + nothing).problems())
        .containsExactly("4:10: server.tls.key: found nothing; expected the path of a file");
  }

  @Test
  void refusesAListWhereAMappingIsDue() {
    assertThat(ConfigText.small().and("autoscaler: [release]\n").problems())
        .containsExactly(
            "11:13: autoscaler: found a list; expected a mapping with the keys release");
  }

  @Test
  void refusesAMappingWhereATextIsDue() {
    assertThat(ConfigText.small().and("gpuLabel: {a: b}\n").problems())
        .containsExactly(
            "11:11: gpuLabel: found a mapping; expected a label key such as team or"
                + " example.com/team");
  }

  @Test
  void refusesATextWhereAListIsDue() {
    assertThat(ConfigText.small().with("[us-east-1]", "us-east-1").problems())
        .containsExactly(
            "9:16: clouds[0].aws.regions: found 'us-east-1'; expected a list of one or more"
                + " regions, such as [us-east-1]");
  }

  @Test
  void refusesAListAsAKey() {
    assertThat(ConfigText.small().and("? [a, b]\n: c\ngpuLabel: d\n").problems())
        .containsExactly("11:3: found a list as a key; expected a name");
  }

  @Test
  void refusesAnAnchorAndItsAliases() {
    assertThat(
            ConfigText.small()
                .with("certificate: tls.crt", "certificate: &file tls.crt")
                .with("key: tls.key", "key: *file")
                .problems())
        .containsExactly(
            "3:18: server.tls.certificate: found the anchor '&file'; expected the value itself;"
                + " a text that begins with & needs quotes",
            "4:10: server.tls.key: found the alias '*file'; expected the value itself;"
                + " a text that begins with * needs quotes");
  }

  @Test
  void refusesAnAliasOfWhatItStandsIn() {
    assertThat(new ConfigText("server: &all {tls: *all}\nclouds: *all\n").problems())
        .containsExactly(
            "1:9: server: found the anchor '&all'; expected the value itself;"
                + " a text that begins with & needs quotes",
            "1:20: server.tls: found the alias '*all'; expected the value itself;"
                + " a text that begins with * needs quotes",
            "2:9: clouds: found the alias '*all'; expected the value itself;"
                + " a text that begins with * needs quotes");
  }

  @Test
  void refusesAnAliasAsAKey() {
    assertThat(ConfigText.small().and("*key : c\ngpuLabel: d\n").problems())
        .containsExactly(
            "11:1: found the alias '*key'; expected the value itself; a text that begins with *"
                + " needs quotes");
  }

  @Test
  void refusesAMergeKey() {
    assertThat(ConfigText.small().with("    key:", "    <<: {a: b}\n    key:").problems())
        .containsExactly(
            "4:5: server.tls['<<']: found the unknown key '<<'; expected one of certificate, key,"
                + " clientCa, allowedClients");
  }

  @Test
  void refusesATag() {
    assertThat(ConfigText.small().and("gpuLabel: !!str a\nautoscaler: !mine {}\n").problems())
        .containsExactly(
            "11:11: gpuLabel: found the tag '!!str'; expected the value itself; a text that begins"
                + " with ! needs quotes",
            "12:13: autoscaler: found the tag '!mine'; expected the value itself; a text that"
                + " begins with ! needs quotes");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(ConfigText.small().and("---\ngpuLabel: a\n").problems())
        .containsExactly(
            "11:1: found a second document (---); expected one document: a file configures one"
                + " server");
  }

  @Test
  void takesAFileThatBeginsAsADocument() {
    assertThat(new ConfigText("---\n" + ConfigText.small().text()).problems()).isEmpty();
  }

  @Test
  void refusesValuesThatAreNestedTooDeeply() {
    assertThat(ConfigText.small().and("gpuLabel: " + "[".repeat(100_000)).problems())
        .containsExactly(
            "11:42: gpuLabel"
                + "[0]".repeat(31)
                + ": found values nested more than 32 deep;"
                + " expected the structure of the example file");
  }

  @Test
  void reportsEveryProblemAtOnceInTheOrderOfTheFile() {
    List<String> problems =
        new ConfigText(
                """
                groups:
                  - weight: -1
                    tiers: 1
                ceilings: []
                clouds:
                  - name: a b
                    aws: {regions: [], discover: {}, refresh: soon}
                server:
                  tls: {certificate: tls.crt, clientCa: ''}
                gpuLabel: [x]
                """)
            .problems();

    assertThat(problems)
        .containsExactly(
            "2:5: groups[0].match: found nothing; expected a pattern that begins with a cloud,"
                + " such as aws/*/us-east-1/p5-*",
            "2:13: groups[0].weight: found '-1'; expected a whole number from 0 to 2147483647,"
                + " without quotes",
            "3:5: groups[0].tiers: found the unknown key 'tiers'; expected one of match, weight,"
                + " tier, capacityType, provisionTime, labels, taints, resources, zeroOrMax;"
                + " did you mean 'tier'?",
            "4:1: ceilings: found 'ceilings', which isn't part of this release yet; expected the"
                + " file without it, so remove it",
            "6:11: clouds[0].name: found 'a b'; expected a name of letters, digits and dashes",
            "7:20: clouds[0].aws.regions: found an empty list; expected a list of one or more"
                + " regions, such as [us-east-1]",
            "7:24: clouds[0].aws.discover.tags: found nothing; expected a mapping of one or more"
                + " tags to their values, \"\" being any",
            "7:47: clouds[0].aws.refresh: found 'soon'; expected a duration of 1s or more, such as"
                + " 30s or 1m30s",
            "9:3: server.tls.key: found nothing; expected the path of a file",
            "9:41: server.tls.clientCa: found the text ''; expected the path of a file",
            "10:11: gpuLabel: found a list; expected a label key such as team or"
                + " example.com/team");
  }

  @Test
  void printsOneLineForEachProblem() {
    ConfigText text = ConfigText.small().with("us-east-1", "here").with("tls.key", "");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(text::read)
        .withMessage(
            """
            gpupool.yaml:4:9: server.tls.key: found nothing; expected the path of a file
            gpupool.yaml:9:17: clouds[0].aws.regions[0]: found 'here'; expected a region such as us-east-1""");
  }
}
