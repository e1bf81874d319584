package io.gpupool.clouds.api;

import java.util.Objects;

/**
 * Something about a group that a person should mend and that doesn't make the reading unusable.
 *
 * @param subject what it is about, usually a group's id; together with the text it is the identity
 *     by which the same problem is told once and not at every reading
 * @param text what is wrong, why it matters, and what to do
 */
public record ReadingProblem(String subject, String text) {
  public ReadingProblem {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(text, "text");
  }
}
