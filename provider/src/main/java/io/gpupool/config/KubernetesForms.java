package io.gpupool.config;

import io.gpupool.clouds.api.Taint;

/** The forms that Kubernetes gives to labels, taints and the names of resources. */
final class KubernetesForms {

  private static final int LONGEST_NAME = 63;
  private static final int LONGEST_DOMAIN = 253;
  private static final int LONGEST_KEY = LONGEST_DOMAIN + 1 + LONGEST_NAME;
  private static final int LONGEST_EFFECT = "PreferNoSchedule".length();

  private static final String NAME = "[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?";
  private static final String DOMAIN =
      "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*";
  private static final String KEY = "(?:" + DOMAIN + "/)?" + NAME;
  private static final String VALUE = "(?:" + NAME + ")?";

  private static final Outline KEY_OUTLINE = Outline.of(KEY, LONGEST_KEY);
  private static final Outline VALUE_OUTLINE = Outline.of(VALUE, LONGEST_NAME);

  /** A label's key. */
  static final Form<String> LABEL_KEY =
      Form.text(
          "a label key such as team or example.com/team",
          KEY_OUTLINE,
          KubernetesForms::qualifiedName);

  /** A label's value. */
  static final Form<String> LABEL_VALUE =
      Form.text(
          "a label value: up to 63 letters, digits and - _ . between them, or \"\"", VALUE_OUTLINE);

  /** The name of a resource that nodes have. */
  static final Form<String> RESOURCE_NAME =
      Form.text(
          "a resource name such as memory or nvidia.com/gpu",
          KEY_OUTLINE,
          KubernetesForms::qualifiedName);

  /** A taint, as kubectl writes it. */
  static final Form<Taint> TAINT =
      Form.text(
          "key=value:Effect or key:Effect, the effect being NoSchedule, PreferNoSchedule or"
              + " NoExecute",
          Outline.of(
              KEY + "(?:=" + VALUE + ")?:(?:NoSchedule|PreferNoSchedule|NoExecute)",
              LONGEST_KEY + 1 + LONGEST_NAME + 1 + LONGEST_EFFECT),
          KubernetesForms::taint);

  private KubernetesForms() {}

  /** The letters of the whole have been looked at; its parts may still be too long. */
  private static String qualifiedName(String text) {
    int name = text.indexOf('/') + 1;
    if (name - 1 > LONGEST_DOMAIN || text.length() - name > LONGEST_NAME) {
      throw new IllegalArgumentException("'" + text + "' has too long a part");
    }
    return text;
  }

  private static Taint taint(String text) {
    int colon = text.lastIndexOf(':');
    String keyAndValue = text.substring(0, colon);
    int equals = keyAndValue.indexOf('=');
    String key = equals < 0 ? keyAndValue : keyAndValue.substring(0, equals);
    String value = equals < 0 ? "" : keyAndValue.substring(equals + 1);
    return new Taint(qualifiedName(key), VALUE_OUTLINE.check(value), text.substring(colon + 1));
  }
}
