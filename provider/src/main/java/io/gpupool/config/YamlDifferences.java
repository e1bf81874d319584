package io.gpupool.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one tree says and another doesn't, by place. Items of a list are the same if they have the
 * same {@code name} or {@code match}, wherever they stand; other lists are compared as a whole.
 */
final class YamlDifferences {

  /** Keys whose values tell items of a list apart. */
  private static final List<String> TELLING = List.of("name", "match");

  private static final String NOTHING = "not set";

  private final List<String> found = new ArrayList<>();

  private YamlDifferences() {}

  static List<String> between(YamlNode before, YamlNode after) {
    YamlDifferences differences = new YamlDifferences();
    differences.compare("", before, after);
    return List.copyOf(differences.found);
  }

  private void compare(String path, YamlNode before, YamlNode after) {
    Optional<Map<String, YamlNode>> partsBefore = parts(before);
    Optional<Map<String, YamlNode>> partsAfter = parts(after);
    boolean sameKind = before.getClass().equals(after.getClass());
    if (sameKind && partsBefore.isPresent() && partsAfter.isPresent()) {
      compareParts(path, partsBefore.get(), partsAfter.get());
    } else if (!shown(before).equals(shown(after))) {
      found.add(path + ": " + shown(before) + " -> " + shown(after));
    }
  }

  private void compareParts(
      String path, Map<String, YamlNode> before, Map<String, YamlNode> after) {
    before.forEach(
        (key, value) -> {
          if (!after.containsKey(key)) {
            found.add(below(path, key) + ": " + shown(value) + " -> " + NOTHING);
          }
        });
    after.forEach(
        (key, value) -> {
          YamlNode old = before.get(key);
          if (old == null) {
            found.add(below(path, key) + ": " + NOTHING + " -> " + shown(value));
          } else {
            compare(below(path, key), old, value);
          }
        });
    List<String> left = before.keySet().stream().filter(after::containsKey).toList();
    List<String> right = after.keySet().stream().filter(before::containsKey).toList();
    if (left.stream().anyMatch(key -> key.startsWith("[")) && !left.equals(right)) {
      found.add(path + ": another order, " + String.join(", ", after.keySet()));
    }
  }

  /** The parts that can be compared one by one, by what tells them apart. */
  private static Optional<Map<String, YamlNode>> parts(YamlNode node) {
    Map<String, YamlNode> parts = new LinkedHashMap<>();
    if (node instanceof YamlNode.Mapping mapping) {
      mapping.entries().forEach(entry -> parts.put(entry.key().value(), entry.value()));
      return Optional.of(parts);
    }
    if (node instanceof YamlNode.Sequence sequence) {
      for (YamlNode item : sequence.items()) {
        Optional<String> name = name(item);
        if (name.isEmpty() || parts.put("[" + name.get() + "]", item) != null) {
          return Optional.empty();
        }
      }
      return Optional.of(parts);
    }
    return Optional.empty();
  }

  private static Optional<String> name(YamlNode item) {
    if (!(item instanceof YamlNode.Mapping mapping)) {
      return Optional.empty();
    }
    for (YamlNode.Entry entry : mapping.entries()) {
      if (TELLING.contains(entry.key().value()) && entry.value() instanceof YamlNode.Text text) {
        return Optional.of(text.value());
      }
    }
    return Optional.empty();
  }

  private static String below(String path, String key) {
    return path.isEmpty() || key.startsWith("[") ? path + key : path + "." + key;
  }

  /** The node on one line. */
  private static String shown(YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping.entries().stream()
          .map(entry -> entry.key().value() + ": " + shown(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (node instanceof YamlNode.Sequence sequence) {
      return sequence.items().stream()
          .map(YamlDifferences::shown)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof YamlNode.Text text) {
      return text.isNothing() ? NOTHING : text.value().isEmpty() ? "\"\"" : oneLine(text);
    }
    return node.described();
  }

  /**
   * Without the name and the password that a URL may hold, and on one line: it ends up in a log.
   */
  private static String oneLine(YamlNode.Text text) {
    String quoted = YamlNode.Text.quoted(text.value());
    return quoted.substring(1, quoted.length() - 1);
  }
}
