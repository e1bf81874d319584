package io.gpupool.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads a mapping key by key. Keys that nobody knows are reported at once, and everything that is
 * asked for is either there and right, or reported.
 */
final class YamlMapping {

  private final YamlNode.Mapping node;
  private final Keys keys;
  private final Problems problems;
  private final Optional<Inquiry> inquiry;
  private final Map<String, YamlNode> values = new HashMap<>();
  private final Set<String> meant = new HashSet<>();

  YamlMapping(YamlNode.Mapping node, Keys keys, Problems problems) {
    this(node, keys, problems, Optional.empty());
  }

  private YamlMapping(
      YamlNode.Mapping node, Keys keys, Problems problems, Optional<Inquiry> inquiry) {
    this.inquiry = inquiry;
    this.node = node;
    this.keys = keys;
    this.problems = problems;
    for (YamlNode.Entry entry : node.entries()) {
      String name = entry.key().value();
      if (keys.isServed(name)) {
        values.put(name, entry.value());
      } else {
        refuse(entry.key());
      }
    }
  }

  /** A mapping without entries that notes what it is asked for. */
  private static YamlMapping asked(Keys keys, Inquiry inquiry) {
    YamlNode.Mapping empty = new YamlNode.Mapping("", Position.WHOLE, Position.WHOLE, List.of());
    return new YamlMapping(empty, keys, new Problems(""), Optional.of(inquiry));
  }

  /** What a reader takes, found by letting it read a mapping without entries. */
  static Shape.Mapping shape(Keys keys, Function<YamlMapping, ?> reader) {
    Inquiry inquiry = new Inquiry(keys);
    Object unused = reader.apply(asked(keys, inquiry));
    return inquiry.shape();
  }

  private void refuse(YamlNode.Text key) {
    String name = YamlNode.Text.quoted(key.value());
    if (keys.isLater(key.value())) {
      String found = name + ", which isn't part of this release yet";
      problems.add(key, found, keys.insteadOfLater());
      return;
    }
    Optional<String> nearest = keys.nearest(key.value());
    nearest.ifPresent(meant::add);
    String question = nearest.map(near -> "; did you mean '" + near + "'?").orElse("");
    problems.add(key, "the unknown key " + name, keys.anyOfThem() + question);
  }

  /** The value of a key that has to be there. */
  <T> Optional<T> required(String key, Form<T> form) {
    inquiry.ifPresent(asked -> asked.required(key, form));
    if (lacks(key)) {
      problemAt(key, "nothing", form.expected());
    }
    return read(key, form);
  }

  /** A whole number that may be left out. */
  OptionalInt optionalNumber(String key, int smallest) {
    Optional<Integer> number = optional(key, Form.wholeNumber(smallest));
    return number.isPresent() ? OptionalInt.of(number.get()) : OptionalInt.empty();
  }

  /** The value of a key that may be left out: nothing if it was, or if it is wrong. */
  <T> Optional<T> optional(String key, Form<T> form) {
    inquiry.ifPresent(asked -> asked.optional(key, form));
    return read(key, form);
  }

  private <T> Optional<T> read(String key, Form<T> form) {
    return value(key).flatMap(value -> form.read(value, problems));
  }

  /** The value of a key that may be left out: nothing only if it is there and wrong. */
  <T> Optional<T> orDefault(String key, Form<T> form, T value) {
    inquiry.ifPresent(asked -> asked.orDefault(key, form, value));
    return has(key) ? read(key, form) : Optional.of(value);
  }

  /** As {@link #orDefault}, with the place of the value. */
  <T> Optional<Placed<T>> placedOrDefault(String key, Form<T> form, T value) {
    inquiry.ifPresent(asked -> asked.orDefault(key, form, value));
    return has(key)
        ? read(key, form.placed())
        : Optional.of(new Placed<>(value, pathOf(key), node.namedAt()));
  }

  /** A mapping below this one; where it was left out, one without entries. */
  YamlMapping section(String key, Keys keysOfSection) {
    Form<YamlMapping> form = Form.mapping(keysOfSection, Optional::of);
    if (inquiry.isPresent()) {
      Inquiry ofSection = new Inquiry(keysOfSection);
      inquiry.get().section(key, form, ofSection);
      return asked(keysOfSection, ofSection);
    }
    return read(key, form).orElseGet(() -> emptySection(key, keysOfSection));
  }

  /** A mapping below this one; nothing where it was left out. */
  Optional<YamlMapping> optionalSection(String key, Keys keysOfSection) {
    return has(key) || inquiry.isPresent()
        ? Optional.of(section(key, keysOfSection))
        : Optional.empty();
  }

  private YamlMapping emptySection(String key, Keys keysOfSection) {
    YamlNode.Mapping empty =
        new YamlNode.Mapping(pathOf(key), node.position(), node.namedAt(), List.of());
    return new YamlMapping(empty, keysOfSection, problems);
  }

  boolean has(String key) {
    return value(key).isPresent();
  }

  /** Whether a key is missing and not just mistyped, which is told already. */
  boolean lacks(String key) {
    return !has(key) && !meant.contains(key);
  }

  /** Whether none is there of keys of which one has to be. */
  boolean lacksAll(String... some) {
    inquiry.ifPresent(asked -> asked.oneOrMoreOf(List.of(some)));
    return Arrays.stream(some).allMatch(this::lacks);
  }

  /** Those of the given keys that are there, whether or not they can be used. */
  List<String> mentioned(List<String> some) {
    return node.entries().stream()
        .map(entry -> entry.key().value())
        .filter(some::contains)
        .toList();
  }

  private Optional<YamlNode> value(String key) {
    if (!keys.isServed(key)) {
      throw new IllegalArgumentException(key + " is not among the keys " + keys);
    }
    return Optional.ofNullable(values.get(key));
  }

  /** Reports something about a value that is read well and doesn't go with the rest. */
  void problemAt(String key, String found, String expected) {
    Position position = value(key).map(YamlNode::position).orElse(node.namedAt());
    problems.add(position, pathOf(key), found, expected);
  }

  /** Remarks on a value that can be used and is hardly meant. */
  void warnAt(String key, String found, String expected) {
    Position position = value(key).map(YamlNode::position).orElse(node.namedAt());
    problems.warn(position, pathOf(key), found, expected);
  }

  /** Remarks on the mapping as a whole. */
  void warn(String found, String expected) {
    problems.warn(node.namedAt(), node.path(), found, expected);
  }

  /** Where this mapping stands, for people. */
  String place() {
    return node.path() + ", line " + node.position().line();
  }

  /** Reports something about a value from this mapping or below it. */
  void problemAt(Placed<?> placed, String found, String expected) {
    problems.add(placed.position(), placed.path(), found, expected);
  }

  /** Reports something about the mapping as a whole. */
  void problem(String found, String expected) {
    problems.add(node.namedAt(), node.path(), found, expected);
  }

  /** What this mapping says, or nothing if anything at all is wrong with the file. */
  <T> Optional<T> build(Supplier<T> whole) {
    return problems.isEmpty() && inquiry.isEmpty() ? Optional.of(whole.get()) : Optional.empty();
  }

  private String pathOf(String key) {
    return node.path().isEmpty() ? key : node.path() + "." + key;
  }
}
