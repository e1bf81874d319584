package io.gpupool.config;

import java.util.Map;

/** What requests to Google Cloud are signed with. */
public enum GcpCredentials {
  /** What Google's own libraries find: a file, a workload's identity, the machine's account. */
  APPLICATION_DEFAULT("application-default"),

  /** Nothing, for an emulated cloud. */
  NONE("none");

  private final String word;

  GcpCredentials(String word) {
    this.word = word;
  }

  /** All of them, by what the file calls them. */
  static Map<String, GcpCredentials> words() {
    return Map.of(APPLICATION_DEFAULT.word, APPLICATION_DEFAULT, NONE.word, NONE);
  }

  /** What the file calls it. */
  @Override
  public String toString() {
    return word;
  }
}
