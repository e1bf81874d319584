package io.gpupool.config;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The Azures that there are, which are separate from each other. */
public enum AzureEnvironment {
  PUBLIC("public"),
  US_GOVERNMENT("us-government"),
  CHINA("china");

  private final String word;

  AzureEnvironment(String word) {
    this.word = word;
  }

  /** All of them, by what the file calls them. */
  static Map<String, AzureEnvironment> words() {
    return Arrays.stream(values()).collect(Collectors.toMap(one -> one.word, one -> one));
  }

  /** What the file calls it. */
  @Override
  public String toString() {
    return word;
  }
}
