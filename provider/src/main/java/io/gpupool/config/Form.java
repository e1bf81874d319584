package io.gpupool.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How one kind of value is written: what to tell a person to expect, and how to read it from a node
 * or else report why not.
 */
final class Form<T> {

  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]{0,9})");

  private final String expected;
  private final Supplier<Shape> shape;
  private final BiFunction<YamlNode, Problems, Optional<T>> reading;

  private Form(
      String expected, Supplier<Shape> shape, BiFunction<YamlNode, Problems, Optional<T>> reading) {
    this.expected = expected;
    this.shape = shape;
    this.reading = reading;
  }

  /** What to expect, as the end of a sentence: {@code a duration such as 30s}. */
  String expected() {
    return expected;
  }

  /** The same for a program. */
  Shape shape() {
    Shape whole = shape.get();
    return whole instanceof Shape.Text text ? text.tried(this::takes) : whole;
  }

  private boolean takes(String plain) {
    YamlNode node = new YamlNode.Text("", Position.WHOLE, plain, true);
    return read(node, new Problems("")).isPresent();
  }

  /** The value, or nothing if there is a problem, which has been reported then. */
  Optional<T> read(YamlNode node, Problems problems) {
    if (node instanceof YamlNode.Refused) {
      return Optional.empty();
    }
    return reading.apply(node, problems);
  }

  /**
   * A text, taken letter by letter, with or without quotes.
   *
   * @param parser throws {@link IllegalArgumentException} for what isn't in this form
   */
  static <T> Form<T> text(String expected, Function<String, T> parser) {
    return text(expected, Shape.Text.of(Optional.empty()), parser);
  }

  /** A text with a certain look, which is checked before the parser sees it. */
  static <T> Form<T> text(String expected, Outline outline, Function<String, T> parser) {
    return text(
        expected, Shape.Text.of(Optional.of(outline)), text -> parser.apply(outline.check(text)));
  }

  /** A text of which nothing matters but its look. */
  static Form<String> text(String expected, Outline outline) {
    return text(expected, outline, text -> text);
  }

  /** One of a few words, with what each stands for. */
  static <T> Form<T> word(String expected, Map<String, T> meanings) {
    return text(
        expected,
        new Shape.Word(List.copyOf(meanings.keySet())),
        text ->
            Optional.ofNullable(meanings.get(text))
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no such word")));
  }

  private static <T> Form<T> text(String expected, Shape shape, Function<String, T> parser) {
    return new Form<>(
        expected,
        () -> shape,
        (node, problems) -> {
          if (node instanceof YamlNode.Text text && !text.isNothing()) {
            try {
              return Optional.of(parser.apply(text.value()));
            } catch (IllegalArgumentException otherForm) {
              // Told below, in the words of this form.
            }
          }
          problems.add(node, node.described(), expected);
          return Optional.empty();
        });
  }

  /** A decimal number without quotes. */
  static Form<Integer> wholeNumber(int smallest) {
    String expected =
        "a whole number from %d to %d, without quotes".formatted(smallest, Integer.MAX_VALUE);
    return new Form<>(
        expected,
        () -> new Shape.WholeNumber(smallest, Integer.MAX_VALUE),
        (node, problems) -> {
          if (node instanceof YamlNode.Text text
              && text.plain()
              && DECIMAL.matcher(text.value()).matches()) {
            long number = Long.parseLong(text.value());
            if (number >= smallest && number <= Integer.MAX_VALUE) {
              return Optional.of((int) number);
            }
          }
          problems.add(node, node.described(), expected);
          return Optional.empty();
        });
  }

  /** Yes or no, in YAML's words and without quotes. */
  static Form<Boolean> trueOrFalse() {
    String expected = "true or false, without quotes";
    return new Form<>(
        expected,
        Shape.TrueOrFalse::new,
        (node, problems) -> {
          if (node instanceof YamlNode.Text text && text.plain()) {
            if (text.value().equals("true") || text.value().equals("false")) {
              return Optional.of(text.value().equals("true"));
            }
          }
          problems.add(node, node.described(), expected);
          return Optional.empty();
        });
  }

  /** A list. It is read to its end whatever its items are. */
  static <T> Form<List<T>> listOf(String expected, Form<T> item) {
    return listOf(expected, item, 0);
  }

  /** A list of one item or more. */
  static <T> Form<List<T>> listOfSome(String expected, Form<T> item) {
    return listOf(expected, item, 1).where(items -> !items.isEmpty());
  }

  private static <T> Form<List<T>> listOf(String expected, Form<T> item, int fewest) {
    return new Form<>(
        expected,
        () -> new Shape.ListOf(item.shape(), fewest),
        (node, problems) -> {
          if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.add(node, node.described(), expected);
            return Optional.empty();
          }
          List<T> items = new ArrayList<>();
          for (YamlNode each : sequence.items()) {
            item.read(each, problems).ifPresent(items::add);
          }
          return items.size() == sequence.items().size() ? Optional.of(items) : Optional.empty();
        });
  }

  /** A value by itself, or a list of one or more of them. */
  static <T> Form<List<T>> oneOrMore(Form<T> item) {
    String expected = item.expected() + ", or a list of one or more of them";
    Form<List<T>> list = listOfSome(expected, item);
    return new Form<>(
        expected,
        () -> new Shape.OneOrMore(item.shape()),
        (node, problems) ->
            node instanceof YamlNode.Sequence
                ? list.read(node, problems)
                : item.read(node, problems).map(List::of));
  }

  /** A mapping whose keys are the file's own, in the order of the file. */
  static <T> Form<Map<String, T>> mapOf(String expected, Form<String> key, Form<T> value) {
    return mapOf(expected, key, value, 0);
  }

  /** Such a mapping with one entry or more. */
  static <T> Form<Map<String, T>> mapOfSome(String expected, Form<String> key, Form<T> value) {
    return mapOf(expected, key, value, 1).where(entries -> !entries.isEmpty());
  }

  private static <T> Form<Map<String, T>> mapOf(
      String expected, Form<String> key, Form<T> value, int fewest) {
    return new Form<>(
        expected,
        () -> new Shape.MapOf(key.shape(), value.shape(), fewest),
        (node, problems) -> {
          if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.add(node, node.described(), expected);
            return Optional.empty();
          }
          Map<String, T> values = new LinkedHashMap<>();
          for (YamlNode.Entry entry : mapping.entries()) {
            Optional<String> name = key.read(entry.key(), problems);
            Optional<T> read = value.read(entry.value(), problems);
            if (name.isPresent() && read.isPresent()) {
              values.put(name.get(), read.get());
            }
          }
          return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
        });
  }

  /** A mapping whose keys we know. */
  static <T> Form<T> mapping(Keys keys, Function<YamlMapping, Optional<T>> reader) {
    String expected = "a mapping with the keys " + keys;
    return new Form<>(
        expected,
        () -> YamlMapping.shape(keys, reader),
        (node, problems) -> {
          if (!(node instanceof YamlNode.Mapping mapping)) {
            problems.add(node, node.described(), expected);
            return Optional.empty();
          }
          return reader.apply(new YamlMapping(mapping, keys, problems));
        });
  }

  /** This form for values that pass a test besides. */
  Form<T> where(Predicate<T> test) {
    return new Form<>(
        expected,
        shape,
        (node, problems) -> {
          Optional<T> value = read(node, problems);
          if (value.isPresent() && !test.test(value.get())) {
            problems.add(node, node.described(), expected);
            return Optional.empty();
          }
          return value;
        });
  }

  /** This form for values of which no two may be equal, as long as this very object reads them. */
  Form<T> eachOnce() {
    Map<T, Position> seen = new HashMap<>();
    return new Form<>(
        expected,
        () -> new Shape.EachOnce(shape()),
        (node, problems) -> {
          Optional<T> value = read(node, problems);
          Optional<Position> first =
              value.flatMap(v -> Optional.ofNullable(seen.putIfAbsent(v, node.position())));
          if (first.isEmpty()) {
            return value;
          }
          problems.add(
              node,
              node.described() + " a second time, the first being at " + first.get(),
              "each once");
          return Optional.empty();
        });
  }

  /** This form, remembering where the value stood. */
  Form<Placed<T>> placed() {
    return new Form<>(
        expected,
        shape,
        (node, problems) ->
            read(node, problems).map(value -> new Placed<>(value, node.path(), node.position())));
  }
}
