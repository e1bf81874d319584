package io.gpupool.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Says that a configuration file can't be used, with everything that is wrong with it. Its message
 * is meant to be printed as it is: one line for each problem.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final List<Problem> problems;

  /** With one problem or more, in the order in which they are to be told. */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, by line. */
  public List<Problem> problems() {
    return problems;
  }
}
