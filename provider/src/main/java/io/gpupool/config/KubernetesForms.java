package io.gpupool.config;

import io.gpupool.clouds.api.Taint;
import java.util.regex.Pattern;

/** The forms that Kubernetes gives to labels, taints and the names of resources. */
final class KubernetesForms {

  /** A label's key. */
  static final Form<String> LABEL_KEY =
      Form.text("a label key such as team or example.com/team", KubernetesForms::qualifiedName);

  /** A label's value. */
  static final Form<String> LABEL_VALUE =
      Form.text(
          "a label value: up to 63 letters, digits and - _ . between them, or \"\"",
          KubernetesForms::labelValue);

  /** The name of a resource that nodes have. */
  static final Form<String> RESOURCE_NAME =
      Form.text("a resource name such as memory or nvidia.com/gpu", KubernetesForms::qualifiedName);

  /** A taint, as kubectl writes it. */
  static final Form<Taint> TAINT =
      Form.text(
          "key=value:Effect or key:Effect, the effect being NoSchedule, PreferNoSchedule or"
              + " NoExecute",
          KubernetesForms::taint);

  private static final int LONGEST_NAME = 63;
  private static final int LONGEST_DOMAIN = 253;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern DOMAIN =
      Pattern.compile("[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");

  private KubernetesForms() {}

  private static String qualifiedName(String text) {
    int name = text.indexOf('/') + 1;
    String domain =
        name == 0
            ? ""
            : Forms.matching(DOMAIN, LONGEST_DOMAIN).apply(text.substring(0, name - 1)) + "/";
    return domain + Forms.matching(NAME, LONGEST_NAME).apply(text.substring(name));
  }

  private static String labelValue(String text) {
    return text.isEmpty() ? text : Forms.matching(NAME, LONGEST_NAME).apply(text);
  }

  private static Taint taint(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("'" + text + "' has no effect");
    }
    String keyAndValue = text.substring(0, colon);
    int equals = keyAndValue.indexOf('=');
    String key = equals < 0 ? keyAndValue : keyAndValue.substring(0, equals);
    String value = equals < 0 ? "" : keyAndValue.substring(equals + 1);
    return new Taint(qualifiedName(key), labelValue(value), text.substring(colon + 1));
  }
}
