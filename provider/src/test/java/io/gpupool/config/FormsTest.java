package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are in a form and texts that aren't. */
final class FormsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0", "7", "+7", "007", "1.5", "1.", ".5", "4000m", "16Gi", "1.5Ki", "2Mi", "2Ti", "2Pi",
        "2Ei", "10n", "10u", "10k", "10M", "10G", "10T", "10P", "10E", "1e3", "1E3", "1e-3", "1E+3"
      })
  void takesQuantities(String text) {
    assertThat(accepts(Forms.QUANTITY_TEXT, text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ".", "-1", "16GB", "16gi", "16 Gi", "Gi", "1K", "1ki", "1,5", "1e", "1e1.5", "1e999",
        "1.5.5", "0x10", "1m5", "1mi", " 1", "1 ", "1\n"
      })
  void refusesWhatIsNoQuantity(String text) {
    assertThat(accepts(Forms.QUANTITY_TEXT, text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A",
        "1",
        "team",
        "a-b_c.d",
        "gpupool.io/accelerator",
        "nvidia.com/mig-1g.10gb",
        "a/b",
        "k8s.io/A"
      })
  void takesLabelKeys(String text) {
    assertThat(accepts(KubernetesForms.LABEL_KEY, text)).isTrue();
    assertThat(accepts(KubernetesForms.RESOURCE_NAME, text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-a", "a-", ".a", "a b", "a/", "/a", "a/b/c", "A.io/b", "a_b/c", "a..b/c", "-a/b", "ä",
        "a\n"
      })
  void refusesWhatIsNoLabelKey(String text) {
    assertThat(accepts(KubernetesForms.LABEL_KEY, text)).isFalse();
    assertThat(accepts(KubernetesForms.RESOURCE_NAME, text)).isFalse();
  }

  @Test
  void knowsHowLongLabelsMayBe() {
    String domain = ("a".repeat(62) + ".").repeat(4);

    assertThat(accepts(KubernetesForms.LABEL_KEY, "a".repeat(63))).isTrue();
    assertThat(accepts(KubernetesForms.LABEL_KEY, "a".repeat(64))).isFalse();
    assertThat(accepts(KubernetesForms.LABEL_KEY, domain + "b/" + "a".repeat(63))).isTrue();
    assertThat(accepts(KubernetesForms.LABEL_KEY, domain + "bb/a")).isFalse();
    assertThat(accepts(KubernetesForms.LABEL_VALUE, "a".repeat(63))).isTrue();
    assertThat(accepts(KubernetesForms.LABEL_VALUE, "a".repeat(64))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "A_b-c.d", "1", "true"})
  void takesLabelValues(String text) {
    assertThat(accepts(KubernetesForms.LABEL_VALUE, text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "-a", "a.", "a/b", "a b", "ä"})
  void refusesWhatIsNoLabelValue(String text) {
    assertThat(accepts(KubernetesForms.LABEL_VALUE, text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=b:NoSchedule",
        "a:NoExecute",
        "a=:PreferNoSchedule",
        "nvidia.com/gpu=present:NoSchedule"
      })
  void takesTaints(String text) {
    assertThat(accepts(KubernetesForms.TAINT, text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        ":NoSchedule",
        "=b:NoSchedule",
        "a=b",
        "a=b:",
        "a=b:noschedule",
        "a=b=c:NoSchedule",
        "a=b:c:NoSchedule",
        "a=b:NoSchedule:",
        "a b:NoSchedule",
        "a=b c:NoSchedule"
      })
  void refusesWhatIsNoTaint(String text) {
    assertThat(accepts(KubernetesForms.TAINT, text)).isFalse();
  }

  @Test
  void survivesTextsOfAnyLength() {
    String text = "a.".repeat(100_000) + "a";

    assertThat(accepts(KubernetesForms.LABEL_KEY, text + "/a")).isFalse();
    assertThat(accepts(KubernetesForms.LABEL_VALUE, text)).isFalse();
    assertThat(accepts(KubernetesForms.TAINT, text + ":NoSchedule")).isFalse();
    assertThat(accepts(Forms.LISTEN_ADDRESS, text + ":1")).isFalse();
    assertThat(accepts(Forms.LISTEN_ADDRESS, "1.".repeat(100_000) + "1:1")).isFalse();
    assertThat(accepts(Forms.LISTEN_ADDRESS, "[" + "1:".repeat(100_000) + "1]:1")).isFalse();
    assertThat(accepts(Forms.QUANTITY_TEXT, "1".repeat(100_000))).isFalse();
  }

  private static boolean accepts(Form<?> form, String text) {
    Problems problems = new Problems(ConfigText.NAME);
    YamlNode node = new YamlNode.Text("field", Position.START, text, false);
    boolean accepted = form.read(node, problems).isPresent();
    assertThat(problems.isEmpty()).isEqualTo(accepted);
    return accepted;
  }
}
