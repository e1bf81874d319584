package io.gpupool.clouds.api;

import java.time.Instant;
import java.util.Objects;

/**
 * An attempt to launch a machine that came to nothing.
 *
 * @param at when, by the cloud's clock
 * @param code what kind of failure
 * @param text the cloud's own words, at most {@value #MAX_TEXT} characters: the autoscaler repeats
 *     them for every slot
 */
public record LaunchFailure(Instant at, FailureCode code, String text) {

  /** The longest text; the constructor cuts what is longer. */
  public static final int MAX_TEXT = 500;

  public LaunchFailure {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(code, "code");
    text = cut(text, MAX_TEXT);
  }

  /** The text in at most {@code most} characters, an ellipsis in place of what is cut off. */
  public String text(int most) {
    return cut(text, most);
  }

  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    if (most <= 0) {
      return "";
    }
    int end = most - 1;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--; // half a character is no text, and can't be sent
    }
    return text.substring(0, end) + "…";
  }
}
