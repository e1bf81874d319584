package io.gpupool.config;

import java.io.Serializable;
import java.util.Objects;

/**
 * One thing in a configuration file that a person has to mend.
 *
 * @param file the file's name, as it was given
 * @param line counted from one; zero if it is about the file as a whole
 * @param column counted from one; zero if it is about the file as a whole
 * @param field where in the structure, such as {@code clouds[0].aws.regions[1]}; empty if it is
 *     about the file as a whole or about its syntax
 * @param found what is there
 * @param expected what should be there instead
 */
public record Problem(
    String file, int line, int column, String field, String found, String expected)
    implements Serializable {

  public Problem {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(field, "field");
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("a problem at line " + line + ", column " + column);
    }
    if (found.isBlank() || expected.isBlank()) {
      throw new IllegalArgumentException("a problem says what was found and what was expected");
    }
  }

  /** {@code file:line:column: field: found this; expected that}, on one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    if (!field.isEmpty()) {
      text.append(": ").append(field);
    }
    return text.append(": found ").append(found).append("; expected ").append(expected).toString();
  }
}
