package io.gpupool.clouds.emulator.aws.wire;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A request's parameters. On the wire they are flat, as in {@code Filters.member.1.Name=tag-key};
 * here they are text, lists and structures again.
 */
public final class Parameters {

  private final Dialect dialect;
  private final Map<String, String> flat;

  private Parameters(Dialect dialect, Map<String, String> flat) {
    this.dialect = dialect;
    this.flat = flat;
  }

  /** The parameters of a request, with complaints in the words of its dialect. */
  public static Parameters of(Dialect dialect, Map<String, String> flat) {
    return new Parameters(dialect, new TreeMap<>(flat));
  }

  /** Complains about names that an action doesn't know, and about text that XML can't hold. */
  public void check(Set<String> known, String alsoKnown) {
    for (Map.Entry<String, String> each : flat.entrySet()) {
      String name = each.getKey();
      String first = firstPart(name);
      if (!known.contains(first) && !first.equals(alsoKnown)) {
        throw dialect.unknown(name);
      }
      if (!Xml.writable(each.getValue()).equals(each.getValue())) {
        throw dialect.malformed(name, each.getValue(), "be text");
      }
    }
  }

  /** Complains about parameters of a structure that the emulator doesn't know. */
  public Parameters knowing(String structure, String... known) {
    Set<String> names = Set.of(known);
    for (String name : flat.keySet()) {
      if (!names.contains(firstPart(name))) {
        throw dialect.unknown(structure + "." + name);
      }
    }
    return this;
  }

  private static String firstPart(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** Names and values as they came. */
  public Map<String, String> flat() {
    return Map.copyOf(flat);
  }

  /** A text, which may be empty. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(flat.get(name));
  }

  /** A text that must be there and not be empty. */
  public String required(String name) {
    String text = text(name).orElseThrow(() -> dialect.missing(name));
    if (text.isEmpty()) {
      throw dialect.malformed(name, text, "have length greater than or equal to 1");
    }
    return text;
  }

  /** A whole number. */
  public Optional<Integer> integer(String name) {
    return text(name).map(text -> parse(name, text));
  }

  /** A whole number between bounds. */
  public Optional<Integer> integer(String name, int least, int most) {
    Optional<Integer> number = integer(name);
    if (number.isPresent() && number.get() < least) {
      throw dialect.malformed(
          name, number.get().toString(), "have value greater than or equal to " + least);
    }
    if (number.isPresent() && number.get() > most) {
      throw dialect.malformed(
          name, number.get().toString(), "have value less than or equal to " + most);
    }
    return number;
  }

  /** A whole number that must be there. */
  public int requiredInteger(String name) {
    return parse(name, required(name));
  }

  private int parse(String name, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw dialect.malformed(name, text, "be a whole number");
    }
  }

  /** A yes or no. */
  public Optional<Boolean> flag(String name) {
    return text(name).map(text -> yesOrNo(name, text));
  }

  private boolean yesOrNo(String name, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw dialect.malformed(name, text, "be true or false");
    };
  }

  /** A time, in UTC unless it says otherwise. */
  public Optional<Instant> time(String name) {
    return text(name)
        .map(
            text ->
                parseTime(text)
                    .orElseThrow(() -> dialect.malformed(name, text, "be a time in ISO 8601")));
  }

  /** A time in ISO 8601, in UTC unless it says otherwise. */
  public static Optional<Instant> parseTime(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException noOffset) {
      try {
        return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
      } catch (DateTimeException noTime) {
        return Optional.empty();
      }
    }
  }

  /** A list of texts, empty if it isn't there. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (int number : numbers(name)) {
      Optional.ofNullable(flat.get(name + dialect.listInfix() + number)).ifPresent(texts::add);
    }
    return texts;
  }

  /** A list of texts of limited length. */
  public List<String> texts(String name, int most) {
    List<String> texts = texts(name);
    if (texts.size() > most) {
      throw dialect.malformed(
          name, texts.size() + " items", "have length less than or equal to " + most);
    }
    return texts;
  }

  /** A list of structures, empty if it isn't there. */
  public List<Parameters> structures(String name) {
    List<Parameters> structures = new ArrayList<>();
    for (int number : numbers(name)) {
      structures.add(below(name + dialect.listInfix() + number));
    }
    return structures;
  }

  /** A structure, if any of its parts are there. */
  public Optional<Parameters> structure(String name) {
    return Optional.of(below(name)).filter(structure -> !structure.flat.isEmpty());
  }

  /** The complaint about a parameter that isn't there. */
  public AwsException missing(String name) {
    return dialect.missing(name);
  }

  private Parameters below(String prefix) {
    Map<String, String> inner = new LinkedHashMap<>();
    flat.forEach(
        (name, value) -> {
          if (name.startsWith(prefix + ".")) {
            inner.put(name.substring(prefix.length() + 1), value);
          }
        });
    return new Parameters(dialect, inner);
  }

  private Set<Integer> numbers(String name) {
    String prefix = name + dialect.listInfix();
    Set<Integer> numbers = new TreeSet<>();
    for (String each : flat.keySet()) {
      if (each.startsWith(prefix)) {
        String number = firstPart(each.substring(prefix.length()));
        if (number.matches("\\d{1,6}")) {
          numbers.add(Integer.parseInt(number));
        }
      }
    }
    return numbers;
  }
}
