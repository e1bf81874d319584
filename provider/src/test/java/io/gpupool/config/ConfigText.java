package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** A small configuration that is right, for tests to change. */
record ConfigText(String text) {

  /** What problems call it. */
  static final String NAME = "gpupool.yaml";

  /** The least that a configuration says. Ten lines. */
  static ConfigText small() {
    return new ConfigText(
        """
        server:
          tls:
            certificate: tls.crt
            key: tls.key
            clientCa: ca.crt
        clouds:
          - name: main
            aws:
              regions: [us-east-1]
              groups: [{name: p5}]
        """);
  }

  /** The same with something else in place of a part that it has exactly once. */
  ConfigText with(String part, String replacement) {
    int index = text.indexOf(part);
    if (index < 0 || text.indexOf(part, index + 1) >= 0) {
      throw new IllegalArgumentException("'" + part + "' isn't there exactly once");
    }
    return new ConfigText(text.replace(part, replacement));
  }

  /** The same without that part. */
  ConfigText without(String part) {
    return with(part, "");
  }

  /** The same with more lines at its end. */
  ConfigText and(String lines) {
    return new ConfigText(text + lines);
  }

  /** What it says. Whatever can be read, an editor has to like, too. */
  GpupoolConfig read() throws ConfigException {
    GpupoolConfig config = ConfigReader.read(NAME, text);
    assertThat(EditorCheck.complaints(text)).as("what an editor says to %s", text).isEmpty();
    return config;
  }

  /**
   * What is wrong with it, as it would be printed but for the file's name; empty if it is right.
   */
  List<String> problems() {
    try {
      read();
      return List.of();
    } catch (ConfigException wrong) {
      return wrong.problems().stream()
          .map(problem -> problem.toString().substring(NAME.length() + 1))
          .toList();
    }
  }
}
