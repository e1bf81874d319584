package io.gpupool.clouds.emulator.gcp.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An instance as requests name it, by the whole of its URL or the end of it. */
public record InstanceReference(String zone, String name) {

  private static final Pattern URL =
      Pattern.compile("(?:https?://.+/)?(?:projects/[^/]+/)?zones/([^/]+)/instances/([^/]+)");

  /** Reads a URL. */
  public static InstanceReference of(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw GcpException.invalidValue(
          "instances[]", url, "The URL is malformed. It should end with zones/*/instances/*.");
    }
    return new InstanceReference(matcher.group(1), matcher.group(2));
  }
}
