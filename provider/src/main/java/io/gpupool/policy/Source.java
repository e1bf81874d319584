package io.gpupool.policy;

import io.gpupool.clouds.api.OptionOverrides;
import java.util.Objects;

/**
 * Somebody who says something about a group's options.
 *
 * @param by who, in a word or two: {@code rule 1}, {@code break-even}
 * @param why the same for people, in a sentence or part of one
 * @param options what is said
 */
public record Source(String by, String why, OptionOverrides options) {
  public Source {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(options, "options");
  }
}
