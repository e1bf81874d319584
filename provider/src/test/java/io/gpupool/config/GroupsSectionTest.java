package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.Taint;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code groups}. */
final class GroupsSectionTest {

  private static final String PATTERN =
      "expected a pattern that begins with a cloud, such as aws/*/us-east-1/p5-*";
  private static final String LABEL_VALUE =
      "expected a label value: up to 63 letters, digits and - _ . between them, or \"\"";
  private static final String TAINT =
      "expected key=value:Effect or key:Effect, the effect being NoSchedule, PreferNoSchedule or"
          + " NoExecute";

  @Test
  void needsAPattern() {
    assertThat(ConfigText.small().and("groups:\n  - {weight: 1}\n").problems())
        .containsExactly("12:5: groups[0].match: found nothing; " + PATTERN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main/**", "p5-*", "/aws/x", "aws*", "''", "aws", "aws/", "AWS/**"})
  void refusesAPatternThatNoGroupCanMatch(String pattern) {
    assertThat(ConfigText.small().and("groups:\n  - match: " + pattern + "\n").problems())
        .singleElement()
        .asString()
        .startsWith("12:12: groups[0].match: found ")
        .endsWith("; " + PATTERN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aws/**", "'**'", "'*/x'", "'**p5'", "gcp/a/b/c", "a*/x/y/z", "azure/*"})
  void takesAPatternThatSomeGroupCanMatch(String pattern) {
    assertThat(ConfigText.small().and("groups:\n  - match: " + pattern + "\n").problems())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"weight, 0, -1", "weight, 0, high", "tier, 1, 0", "tier, 1, 1.5"})
  void refusesNumbersOutOfRange(String key, int smallest, String number) {
    assertThat(rule(key + ": " + number).problems())
        .containsExactly(
            "13:%d: groups[0].%s: found '%s'; expected a whole number from %d to 2147483647, without quotes"
                .formatted(key.length() + 7, key, number, smallest));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Spot", "on_demand", "ondemand", "true"})
  void refusesCapacityTypesThatDoNotExist(String type) {
    assertThat(rule("capacityType: " + type).problems())
        .containsExactly(
            "13:19: groups[0].capacityType: found '%s'; expected on-demand, spot or reserved"
                .formatted(type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"on-demand", "spot", "reserved"})
  void takesEveryCapacityType(String type) throws ConfigException {
    assertThat(settings("capacityType: " + type).capacityType())
        .hasValueSatisfying(capacityType -> assertThat(capacityType).hasToString(type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0s", "-1m", "12"})
  void refusesAProvisionTimeThatIsNotAboveZero(String time) {
    assertThat(rule("provisionTime: " + time).problems())
        .containsExactly(
            "13:20: groups[0].provisionTime: found '%s'; expected a duration above zero, such as 12m"
                .formatted(time));
  }

  @Test
  void refusesLabelsThatKubernetesWouldRefuse() {
    assertThat(rule("labels: {a b: c, d: e f, g: }").problems())
        .containsExactly(
            "13:14: groups[0].labels['a b']: found 'a b'; expected a label key such as team or"
                + " example.com/team",
            "13:25: groups[0].labels.d: found 'e f'; " + LABEL_VALUE,
            "13:32: groups[0].labels.g: found nothing; " + LABEL_VALUE);
  }

  @Test
  void refusesLabelsThatAreNoMapping() {
    assertThat(rule("labels: [team]").problems())
        .containsExactly(
            "13:13: groups[0].labels: found a list; expected a mapping of labels, such as {team:"
                + " research}");
  }

  @Test
  void takesNumbersAndBooleansInLabelsAsTheyAreWritten() throws ConfigException {
    assertThat(settings("labels: {a: 1.10, b: true, c: 0x10, d: ''}").labels())
        .containsOnly(
            Map.entry("a", "1.10"),
            Map.entry("b", "true"),
            Map.entry("c", "0x10"),
            Map.entry("d", ""));
  }

  @Test
  void refusesTaintsThatKubernetesWouldRefuse() {
    assertThat(rule("taints: [a, 'a=b:Never', 'a b:NoSchedule']").problems())
        .containsExactly(
            "13:14: groups[0].taints[0]: found 'a'; " + TAINT,
            "13:17: groups[0].taints[1]: found the text 'a=b:Never'; " + TAINT,
            "13:30: groups[0].taints[2]: found the text 'a b:NoSchedule'; " + TAINT);
  }

  @Test
  void tellsNoTaintsFromNothingSaidAboutTaints() throws ConfigException {
    assertThat(settings("taints: []").taints()).isEqualTo(Optional.of(List.<Taint>of()));
    assertThat(settings("weight: 1").taints()).isEqualTo(Optional.<List<Taint>>empty());
  }

  @Test
  void refusesResourcesThatAreNoQuantities() {
    assertThat(rule("resources: {memory: 16GB, /gpu: 1}").problems())
        .containsExactly(
            "13:25: groups[0].resources.memory: found '16GB'; expected a quantity such as 7, 4000m"
                + " or 16Gi",
            "13:31: groups[0].resources['/gpu']: found '/gpu'; expected a resource name such as"
                + " memory or nvidia.com/gpu");
  }

  @Test
  void refusesAnythingButABooleanForZeroOrMax() {
    assertThat(rule("zeroOrMax: on").problems())
        .containsExactly(
            "13:16: groups[0].zeroOrMax: found 'on'; expected true or false, without quotes");
  }

  @Test
  void takesAnEmptyListOfRules() {
    assertThat(ConfigText.small().and("groups: []\n").problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.24", "1.100", "2.0", "1.36.x", "v1.36", "1", "1.36.", "1.36.01", "x"})
  void refusesReleasesThatItDoesNotSpeakTo(String release) {
    assertThat(ConfigText.small().and("autoscaler:\n  release: " + release + "\n").problems())
        .containsExactly(
            "12:12: autoscaler.release: found '%s'; expected a release from 1.25 to 1.99, such as 1.36 or 1.36.1"
                .formatted(release));
  }

  /** Another key of a rule, in line 13. */
  private static ConfigText rule(String line) {
    return ConfigText.small().and("groups:\n  - match: aws/**\n    " + line + "\n");
  }

  private static GroupSettings settings(String line) throws ConfigException {
    return rule(line).read().groups().get(0).settings();
  }
}
