package io.gpupool.clouds.emulator.gcp.model;

import java.util.regex.Pattern;

/** What names Google Cloud takes for resources. */
final class ResourceName {

  private static final String PATTERN = "(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)";
  private static final Pattern LEGAL = Pattern.compile(PATTERN);

  private ResourceName() {}

  /** Refuses what is no name. */
  static void check(String field, String name) {
    if (!LEGAL.matcher(name).matches()) {
      throw GcpException.invalidValue(field, name, "Must be a match of regex '" + PATTERN + "'");
    }
  }
}
