package io.gpupool.config;

import java.util.regex.Pattern;

/**
 * What can be told about a text by its letters alone. Readers check it first and editors check
 * nothing else, so neither can refuse what the other demands.
 *
 * @param pattern what all of the text matches; in the notation that Java and JavaScript share
 * @param longest how many characters it may have
 */
record Outline(Pattern pattern, int longest) {

  /** Anything with something to see in it. */
  static final Outline VISIBLE = of("[\\s\\S]*\\S[\\s\\S]*", Integer.MAX_VALUE);

  static Outline of(String pattern, int longest) {
    return new Outline(Pattern.compile(pattern), longest);
  }

  /**
   * The text itself.
   *
   * @throws IllegalArgumentException if it isn't like that
   */
  String check(String text) {
    if (text.length() > longest || !pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' doesn't match " + pattern);
    }
    return text;
  }
}
