package io.gpupool.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file while it is being read. */
final class Problems {

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Position position, String field, String found, String expected) {
    this.found.add(new Problem(file, position.line(), position.column(), field, found, expected));
  }

  void add(YamlNode node, String found, String expected) {
    add(node.position(), node.path(), found, expected);
  }

  /** Something that can be used and is hardly meant. */
  void warn(Position position, String field, String found, String expected) {
    warnings.add(new Problem(file, position.line(), position.column(), field, found, expected));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** All of them in the order in which a reader of the file meets them. */
  List<Problem> sorted() {
    return sorted(found);
  }

  /** What is hardly meant, in the same order. */
  List<Problem> warnings() {
    return sorted(warnings);
  }

  private static List<Problem> sorted(List<Problem> some) {
    List<Problem> sorted = new ArrayList<>(some);
    sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return List.copyOf(sorted);
  }
}
