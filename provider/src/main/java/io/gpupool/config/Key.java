package io.gpupool.config;

/**
 * A key of a mapping.
 *
 * @param does what it is for, as a sentence or more
 * @param example a value, as it is written; empty for a key that has others below it
 */
record Key(String name, String does, String example) {

  Key {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a key has no name");
    }
    if (does.isBlank() || !does.endsWith(".")) {
      throw new IllegalArgumentException("what " + name + " does isn't told in a sentence");
    }
  }

  static Key of(String name, String does) {
    return new Key(name, does, "");
  }

  /** This key with an example of its value. */
  Key such(String value) {
    return new Key(name, does, value);
  }
}
