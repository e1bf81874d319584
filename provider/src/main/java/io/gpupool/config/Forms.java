package io.gpupool.config;

import io.gpupool.clouds.api.GoDuration;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;

/** The forms of single values that more than one part of the file could use. */
final class Forms {

  /** A quantity in Kubernetes' notation, kept as it is written. */
  static final Form<String> QUANTITY_TEXT =
      Form.text(
          "a quantity such as 7, 4000m or 16Gi",
          Outline.of(
              "\\+?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?",
              64));

  /** An address to listen at. */
  static final Form<ListenAddress> LISTEN_ADDRESS =
      Form.text(
          "host:port such as 127.0.0.1:8086, [::1]:8086 or :8086",
          Outline.of("(?:[-A-Za-z0-9.]*|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}", 261),
          ListenAddress::parse);

  /** An endpoint of a web service. */
  static final Form<URI> HTTP_URL =
      Form.text(
          "an http or https URL such as http://127.0.0.1:5000",
          Outline.of("[Hh][Tt][Tt][Pp][Ss]?://[^\\s?#]+", Integer.MAX_VALUE),
          Forms::httpUrl);

  private static final Outline DURATION =
      Outline.of("[-+]?(?:0|(?:[0-9]*(?:\\.[0-9]*)?(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)", 101);

  /** How often a cloud is read. */
  static final Form<Duration> REFRESH =
      durationOfAtLeast(
          CloudConfig.SHORTEST_REFRESH, "a duration of 1s or more, such as 30s or 1m30s");

  private Forms() {}

  /** A duration that isn't shorter than another. */
  static Form<Duration> durationOfAtLeast(Duration shortest, String expected) {
    return Form.text(expected, DURATION, GoDuration::parse)
        .where(duration -> duration.compareTo(shortest) >= 0);
  }

  /** A file's path; a relative one begins at {@code folder}. */
  static Form<Path> fileBelow(Path folder) {
    return Form.text("the path of a file", Outline.VISIBLE, text -> folder.resolve(notBlank(text)));
  }

  /** A parser that takes any text with something to see in it. */
  static String notBlank(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("empty");
    }
    return text;
  }

  private static URI httpUrl(String text) {
    try {
      URI url = new URI(text);
      boolean http = "http".equalsIgnoreCase(url.getScheme());
      boolean https = "https".equalsIgnoreCase(url.getScheme());
      boolean bare =
          url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
      if (url.getHost() != null && (http || https) && bare) {
        return url;
      }
    } catch (URISyntaxException notAUrl) {
      throw new IllegalArgumentException(notAUrl);
    }
    throw new IllegalArgumentException("'" + text + "' is no http URL of a host");
  }
}
