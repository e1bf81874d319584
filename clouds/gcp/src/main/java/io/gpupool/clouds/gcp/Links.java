package io.gpupool.clouds.gcp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Compute API's addresses of things, whole or in part: {@code …/zones/z/instances/i}. */
final class Links {

  private static final Pattern INSTANCE =
      Pattern.compile("(?:.*/)?zones/([^/]+)/instances/([^/]+)");
  private static final Pattern REGION = Pattern.compile(".*/regions/([^/]+)/.*");

  private Links() {}

  /** The last part. */
  static String name(String link) {
    return link.substring(link.lastIndexOf('/') + 1);
  }

  /** The instance that a link is to. */
  static Optional<InstanceRef> instance(String link) {
    Matcher parts = INSTANCE.matcher(link);
    return parts.matches()
        ? Optional.of(new InstanceRef(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  /** The region of what isn't global. */
  static Optional<String> region(String link) {
    Matcher parts = REGION.matcher(link);
    return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
  }
}
