package io.gpupool.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a {@link Form} takes, for those who describe the file instead of reading it. */
sealed interface Shape {

  /**
   * A text that is taken letter by letter.
   *
   * @param outline how it looks; empty for any text
   * @param numbers whether it may look like a number, so that a YAML parser makes it one
   * @param booleans whether it may look like a boolean
   */
  record Text(Optional<Outline> outline, boolean numbers, boolean booleans) implements Shape {

    private static final List<String> NUMBERS = List.of("0", "7", "12", "-1", "1.5", "1.36");
    private static final List<String> BOOLEANS = List.of("true", "false");

    static Text of(Optional<Outline> outline) {
      return new Text(outline, false, false);
    }

    /** This text, having tried what is taken of what looks like something else. */
    Text tried(Predicate<String> taken) {
      return new Text(outline, NUMBERS.stream().anyMatch(taken), BOOLEANS.stream().anyMatch(taken));
    }
  }

  /** One of a few words. */
  record Word(List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }
  }

  /** A number between two others, both included. */
  record WholeNumber(int smallest, int largest) implements Shape {}

  /** A boolean. */
  record TrueOrFalse() implements Shape {}

  /** A value that differs from those beside it. */
  record EachOnce(Shape value) implements Shape {}

  /**
   * A list.
   *
   * @param fewest how many items it has at least
   */
  record ListOf(Shape item, int fewest) implements Shape {}

  /** A value by itself, or a list of one or more. */
  record OneOrMore(Shape item) implements Shape {}

  /**
   * A mapping with keys of the file's own.
   *
   * @param fewest how many it has at least
   */
  record MapOf(Shape key, Shape value, int fewest) implements Shape {}

  /**
   * A mapping with keys that we know.
   *
   * @param fields in the order in which they are told
   * @param alternatives lists of keys, of each of which at least one is there
   */
  record Mapping(List<Field> fields, List<List<String>> alternatives) implements Shape {
    public Mapping {
      fields = List.copyOf(fields);
      alternatives = List.copyOf(alternatives);
    }
  }

  /**
   * A key of a mapping and what is said about its value.
   *
   * @param form what to expect, in a person's words
   * @param standard what holds if it is left out, as it would be written; empty if that can't be
   */
  record Field(Key key, Shape shape, String form, boolean required, Optional<Object> standard) {}
}
