package io.gpupool.packing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a node's label must be, as in a pod's node affinity.
 *
 * @param key the label's key
 * @param operator how it is compared
 * @param values with what; one whole number for {@link Operator#GT} and {@link Operator#LT}
 */
public record Requirement(String key, Operator operator, List<String> values) {

  /** How a label is compared. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST,
    GT,
    LT,
    /** An operator that nobody knows: never met. */
    UNKNOWN
  }

  public Requirement {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(operator, "operator");
    values = List.copyOf(values);
  }

  /** Whether labels are as they must be. A label that is missing is in no set. */
  public boolean isMetBy(Map<String, String> labels) {
    String value = labels.get(key);
    return switch (operator) {
      case IN -> value != null && values.contains(value);
      case NOT_IN -> value == null || !values.contains(value);
      case EXISTS -> value != null;
      case DOES_NOT_EXIST -> value == null;
      case GT -> compare(value) > 0;
      case LT -> compare(value) < 0;
      case UNKNOWN -> false;
    };
  }

  /** Zero also where one of both is no number, for then neither is larger. */
  private int compare(@Nullable String value) {
    OptionalLong label = number(value);
    OptionalLong bound = values.size() == 1 ? number(values.get(0)) : OptionalLong.empty();
    return label.isPresent() && bound.isPresent()
        ? Long.compare(label.getAsLong(), bound.getAsLong())
        : 0;
  }

  private static OptionalLong number(@Nullable String text) {
    if (text == null || !text.matches("-?\\d{1,18}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }
}
