package io.gpupool.clouds.emulator.gcp.wire;

import io.gpupool.clouds.emulator.gcp.model.GcpException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code fields} parameter, by which a client asks for a part of an answer: {@code
 * nextPageToken,items(name,status/isStable)}. An asterisk stands for any field, and lists are
 * passed through.
 */
public final class FieldMask {

  private static final String ANY = "*";

  /** What is asked for under each field; nothing means all of it. */
  private final Map<String, FieldMask> parts = new LinkedHashMap<>();

  private FieldMask() {}

  /** Reads a mask. */
  public static FieldMask of(String text) {
    Parser parser = new Parser(text);
    FieldMask mask = parser.several();
    if (!parser.isAtEnd()) {
      throw parser.malformed();
    }
    return mask;
  }

  /** The part of an object that is asked for. */
  public Map<String, Object> of(Map<String, ?> object) {
    Map<String, Object> part = new LinkedHashMap<>();
    object.forEach(
        (name, value) ->
            Optional.ofNullable(parts.getOrDefault(name, parts.get(ANY)))
                .flatMap(mask -> mask.pruned(value))
                .ifPresent(kept -> part.put(name, kept)));
    return part;
  }

  private Optional<Object> pruned(Object value) {
    if (parts.isEmpty()) {
      return Optional.of(value);
    }
    if (value instanceof List<?> list) {
      List<Object> kept = new ArrayList<>();
      list.forEach(each -> pruned(each).ifPresent(kept::add));
      return Optional.of(kept);
    }
    if (value instanceof Map<?, ?> fields) {
      Map<String, Object> named = new LinkedHashMap<>();
      fields.forEach((name, each) -> named.put(name.toString(), each));
      Map<String, Object> kept = of(named);
      return kept.isEmpty() ? Optional.empty() : Optional.of(kept);
    }
    return Optional.empty();
  }

  private void merge(String name, FieldMask part) {
    FieldMask old = parts.putIfAbsent(name, part);
    if (old != null && !old.parts.isEmpty()) {
      if (part.parts.isEmpty()) {
        parts.put(name, part);
      } else {
        part.parts.forEach(old::merge);
      }
    }
  }

  /** Reads masks from left to right. */
  private static final class Parser {
    private final String text;
    private int position;

    Parser(String text) {
      this.text = text;
    }

    boolean isAtEnd() {
      return position == text.length();
    }

    FieldMask several() {
      FieldMask mask = new FieldMask();
      do {
        String name = name();
        mask.merge(name, rest());
      } while (takes(','));
      return mask;
    }

    private FieldMask rest() {
      FieldMask rest = new FieldMask();
      if (takes('/')) {
        rest.merge(name(), rest());
      } else if (takes('(')) {
        rest = several();
        if (!takes(')')) {
          throw malformed();
        }
      }
      return rest;
    }

    private String name() {
      int start = position;
      while (position < text.length() && ",/()".indexOf(text.charAt(position)) < 0) {
        position++;
      }
      String name = text.substring(start, position).trim();
      if (name.isEmpty()) {
        throw malformed();
      }
      return name;
    }

    private boolean takes(char sign) {
      if (position < text.length() && text.charAt(position) == sign) {
        position++;
        return true;
      }
      return false;
    }

    GcpException malformed() {
      return new GcpException(400, "invalidParameter", "Invalid field selection " + text);
    }
  }
}
