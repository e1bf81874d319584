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
    if (text.length() > MAX_TEXT) {
      text = text.substring(0, MAX_TEXT - 1) + "…";
    }
  }
}
