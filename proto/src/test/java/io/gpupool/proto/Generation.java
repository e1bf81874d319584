package io.gpupool.proto;

import java.util.Set;
import java.util.TreeSet;

/** The forms the contract has had, each named after the release its golden files come from. */
enum Generation {
  /** 1.25 to 1.28. */
  V1_25("1.25"),
  /** 1.29 to 1.32. */
  V1_29("1.29"),
  /** 1.33 to 1.34.1. */
  V1_34_1("1.34.1"),
  /** 1.34.2 to 1.34.5. */
  V1_34_5("1.34.5"),
  /** From 1.35 on. */
  V1_36_1("1.36.1");

  private final String release;

  Generation(String release) {
    this.release = release;
  }

  /** Its directory among the golden files. */
  String directory() {
    return release;
  }

  /** The package of its messages in {@code src/test/protobuf}. */
  String schema() {
    return "release_" + release.replace('.', '_');
  }

  /** Whether it speaks Kubernetes' own messages, the old form. */
  boolean hasKubernetesForm() {
    return optionFields().contains(3);
  }

  /** Whether it speaks bytes and Google's well-known types, the new form. */
  boolean hasByteForm() {
    return optionFields().contains(8);
  }

  /** The fields of {@code NodeGroupAutoscalingOptions} that it knows. */
  Set<Integer> optionFields() {
    return switch (this) {
      case V1_25 -> Set.of(1, 2, 3, 4);
      case V1_29 -> Set.of(1, 2, 3, 4, 5);
      case V1_34_1 -> Set.of(1, 2, 3, 4, 5, 6, 7);
      case V1_34_5 -> Set.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
      case V1_36_1 -> Set.of(1, 2, 6, 7, 8, 9, 10);
    };
  }

  /** Those that are there for other generations. */
  Set<Integer> foreignOptionFields() {
    Set<Integer> foreign = new TreeSet<>();
    for (Generation generation : values()) {
      foreign.addAll(generation.optionFields());
    }
    foreign.removeAll(optionFields());
    return foreign;
  }

  @Override
  public String toString() {
    return release;
  }
}
