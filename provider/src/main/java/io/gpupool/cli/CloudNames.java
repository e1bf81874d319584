package io.gpupool.cli;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Names of clouds as the command line takes them. */
final class CloudNames {

  static final Set<String> SERVED =
      Collections.unmodifiableSortedSet(new TreeSet<>(List.of("aws", "azure", "gcp")));

  private CloudNames() {}

  /** Checks names, each once and all of clouds that this release serves. */
  static Set<String> check(CommandLine command, String option, List<String> names) {
    if (names.isEmpty()) {
      throw new ParameterException(
          command, option + ": found nothing; expected one or more of " + SERVED);
    }
    Set<String> checked = new LinkedHashSet<>();
    for (String name : names) {
      if (!SERVED.contains(name)) {
        throw new ParameterException(
            command, "%s: found '%s'; expected one or more of %s".formatted(option, name, SERVED));
      }
      checked.add(name);
    }
    return checked;
  }
}
