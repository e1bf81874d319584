package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told about a text that isn't YAML. */
final class SyntaxProblemsTest {

  @Test
  void namesATab() {
    assertThat(ConfigText.small().with("  tls:", "\ttls:").problems())
        .containsExactly("2:1: found a tab; expected spaces: YAML has no tabs before a value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@home", "`x`", "%x"})
  void namesACharacterThatYamlReserves(String value) {
    assertThat(ConfigText.small().and("gpuLabel: " + value + "\n").problems())
        .containsExactly(
            "11:11: found a value that begins with a character that YAML reserves; expected quotes"
                + " around it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "**", "*/us-east-1/**", "*ws/**"})
  void asksForQuotesAroundAPatternThatBeginsWithAStar(String pattern) {
    assertThat(ConfigText.small().and("groups:\n  - match: " + pattern + "\n").problems())
        .containsExactly("12:12: found a value that begins with '*'; expected quotes around it");
  }

  @Test
  void asksForQuotesAroundAValueThatBeginsWithAnAmpersand() {
    assertThat(ConfigText.small().and("gpuLabel: &/x\n").problems())
        .containsExactly("11:11: found a value that begins with '&'; expected quotes around it");
  }

  @Test
  void pointsAtTheQuoteThatNothingCloses() {
    assertThat(ConfigText.small().with("certificate: tls.crt", "certificate: 'tls.crt").problems())
        .containsExactly("3:18: found a quote that nothing closes; expected the same at its end");
  }

  @Test
  void namesAnUnknownEscape() {
    assertThat(ConfigText.small().with("key: tls.key", "key: \"C:\\pki\"").problems())
        .containsExactly(
            "4:14: found a backslash that begins no escape; expected single quotes around the"
                + " text, or two backslashes");
  }

  @Test
  void namesAColonThatMakesNoKey() {
    assertThat(ConfigText.small().with("key: tls.key", "key: tls: key").problems())
        .containsExactly(
            "4:13: found a colon where no key can stand; expected a key in line with those beside"
                + " it, or quotes around a text with a colon in it");
  }

  @Test
  void namesTheBlockThatALineDoesNotFitInto() {
    assertThat(ConfigText.small().with("    clientCa", "   clientCa").problems())
        .containsExactly(
            "5:4: found something that doesn't fit into the block that begins at line 2, column 3;"
                + " expected the indentation of its neighbours, and one value for each key");
  }

  @Test
  void namesTheListThatNothingEnds() {
    assertThat(ConfigText.small().with("[us-east-1]", "[us-east-1").problems())
        .containsExactly(
            "10:13: found no end of the list that begins at line 9, column 16; expected a comma or"
                + " ']', and quotes around a text with [ ] { } or , in it");
  }

  @Test
  void namesTheMappingThatNothingEnds() {
    assertThat(ConfigText.small().with("{name: p5}", "{name: p5").problems())
        .containsExactly(
            "10:25: found no end of the mapping that begins at line 10, column 16; expected a"
                + " comma or '}', and quotes around a text with [ ] { } or , in it");
  }

  @Test
  void asksForQuotesAroundAnAddressInBrackets() {
    assertThat(
            ConfigText.small()
                .with("server:", "server:\n  expander: {listen: [::1]:8087}")
                .problems())
        .containsExactly(
            "2:23: found a sign of YAML's own where a value is due; expected a value, with quotes"
                + " around a text that begins with one of [ ] { } , :");
  }

  @Test
  void pointsAtTheKeyThatHasNoColon() {
    assertThat(ConfigText.small().with("    key: tls.key", "    key tls.key").problems())
        .containsExactly("4:5: found a key without a colon; expected a colon and a space after it");
  }

  @Test
  void asksForQuotesAroundAValueThatBeginsLikeABlockOfText() {
    assertThat(ConfigText.small().and("gpuLabel: >gpu\n").problems())
        .containsExactly("11:11: found a value that begins with | or >; expected quotes around it");
  }

  @Test
  void namesAnItemThatIsInNoList() {
    assertThat(ConfigText.small().and("gpuLabel: - a\n").problems())
        .containsExactly(
            "11:11: found an item of a list where none can stand; expected a line of its own for"
                + " it, or quotes around a text that begins with a dash");
  }

  @Test
  void repeatsTheParserWhereItHasNoBetterWords() {
    assertThat(ConfigText.small().and("gpuLabel: ? a\n").problems())
        .containsExactly(
            "11:11: found something that isn't YAML, namely: mapping keys are not allowed here;"
                + " expected valid YAML");
  }

  @Test
  void keepsWhatTheParserSaysOnOneLine() {
    assertThat(ConfigText.small().and("gpuLabel: !<a\n").problems())
        .containsExactly(
            "11:14: found something that isn't YAML, namely: expected '>', but found ';"
                + " expected valid YAML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpuLabel: \"\\UFFFFFFFF\"\n", "gpuLabel: \"\\UFFFFFFF0\"\n"})
  void namesThePlaceWhereTheParserItselfStumbles(String line) {
    assertThat(ConfigText.small().and(line).problems())
        .containsExactly(
            "11:1: found something here or soon after that isn't YAML; expected valid YAML");
  }

  @Test
  void refusesAVersionOfYamlThatDoesNotExist() {
    assertThat(new ConfigText("%YAML 2.0\n---\n" + ConfigText.small().text()).problems())
        .containsExactly(
            "1:1: found something here or soon after that isn't YAML; expected valid YAML");
  }

  @Test
  void namesAnUnprintableCharacter() {
    assertThat(ConfigText.small().with("tls.key", "t\uD83D\uDE00\u0007").problems())
        .containsExactly("4:12: found the character U+0007; expected printable characters only");
  }

  @Test
  void namesHalfACharacter() {
    assertThat(ConfigText.small().with("tls.key", "\uD83D").problems())
        .containsExactly("4:10: found the character U+D83D; expected printable characters only");
  }

  @Test
  void countsColumnsInCharacters() {
    assertThat(ConfigText.small().with("[us-east-1]", "[\"\uD83D\uDE00\", x]").problems())
        .extracting(problem -> problem.substring(0, 5))
        .containsExactly("9:17:", "9:22:");
  }
}
