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
record Keys(List<Key> served, List<String> later, String insteadOfLater) {

  Keys {
    served = List.copyOf(served);
    later = List.copyOf(later);
  }

  static Keys of(Key... served) {
    return new Keys(List.of(served), List.of(), "");
  }

  /** These keys, and some that are recognised and refused. */
  Keys andLater(String instead, String... keys) {
    return new Keys(served, List.of(keys), instead);
  }

  /** The key of this name, which is one of those that can be used. */
  Key get(String name) {
    return served.stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not among the keys " + this));
  }

  private List<String> names() {
    return served.stream().map(Key::name).toList();
  }

  boolean isServed(String key) {
    return names().contains(key);
  }

  boolean isLater(String key) {
    return later.contains(key);
  }

  /** The key that was probably meant. */
  Optional<String> nearest(String key) {
    return NearestWord.to(key, names());
  }

  /** What to tell whoever used another key. */
  String anyOfThem() {
    return served.size() == 1 ? "only " + this : "one of " + this;
  }

  /** All that can be used, as a person would list them. */
  @Override
  public String toString() {
    return String.join(", ", names());
  }
}
