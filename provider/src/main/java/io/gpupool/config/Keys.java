package io.gpupool.config;

import java.util.List;
import java.util.Optional;

/**
 * The keys that a mapping may have.
 *
 * @param served those that can be used
 * @param later those that another release will know
 * @param insteadOfLater what to tell whoever uses one of those
 */
record Keys(List<String> served, List<String> later, String insteadOfLater) {

  Keys {
    served = List.copyOf(served);
    later = List.copyOf(later);
  }

  static Keys of(String... served) {
    return new Keys(List.of(served), List.of(), "");
  }

  /** These keys, and some that are recognised and refused. */
  Keys andLater(String instead, String... keys) {
    return new Keys(served, List.of(keys), instead);
  }

  boolean isServed(String key) {
    return served.contains(key);
  }

  boolean isLater(String key) {
    return later.contains(key);
  }

  /** The key that was probably meant. */
  Optional<String> nearest(String key) {
    return NearestWord.to(key, served);
  }

  /** What to tell whoever used another key. */
  String anyOfThem() {
    return served.size() == 1 ? "only " + this : "one of " + this;
  }

  /** All that can be used, as a person would list them. */
  @Override
  public String toString() {
    return String.join(", ", served);
  }
}
