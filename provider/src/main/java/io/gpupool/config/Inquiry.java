package io.gpupool.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Notes what the reader of a mapping asks for while there is nothing to read. */
final class Inquiry {

  private final Keys keys;
  private final Map<String, Supplier<Shape.Field>> fields = new HashMap<>();
  private final List<List<String>> alternatives = new ArrayList<>();

  Inquiry(Keys keys) {
    this.keys = keys;
  }

  /** A key that has to be there. */
  void required(String key, Form<?> form) {
    note(key, form, true, Optional.empty());
  }

  /** A key that may be left out. */
  void optional(String key, Form<?> form) {
    note(key, form, false, Optional.empty());
  }

  /** A key that may be left out, and what holds then. */
  void orDefault(String key, Form<?> form, Object value) {
    note(key, form, false, Optional.of(written(value)));
  }

  /** A mapping that is asked key by key later on. */
  void section(String key, Form<?> form, Inquiry inquiry) {
    fields.put(
        key,
        () ->
            new Shape.Field(
                keys.get(key), inquiry.shape(), form.expected(), false, Optional.empty()));
  }

  /** Keys of which one has to be there. */
  void oneOrMoreOf(List<String> some) {
    alternatives.add(some);
  }

  private void note(String key, Form<?> form, boolean required, Optional<Object> standard) {
    fields.put(
        key,
        () -> new Shape.Field(keys.get(key), form.shape(), form.expected(), required, standard));
  }

  /** All that was asked for, which has to be all that could be. */
  Shape.Mapping shape() {
    List<Shape.Field> inOrder = new ArrayList<>();
    for (Key key : keys.served()) {
      Supplier<Shape.Field> field = fields.get(key.name());
      if (field == null) {
        throw new IllegalStateException("nobody reads the key " + key.name());
      }
      inOrder.add(field.get());
    }
    return new Shape.Mapping(inOrder, alternatives);
  }

  /** A value as the file would have it. */
  private static Object written(Object value) {
    if (value instanceof Duration duration) {
      return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Inquiry::written).toList();
    }
    return value instanceof Boolean ? value : value.toString();
  }
}
