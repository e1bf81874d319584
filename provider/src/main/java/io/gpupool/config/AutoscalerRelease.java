package io.gpupool.config;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of the Cluster Autoscaler.
 *
 * @param minor the number after {@code 1.}, 25 to 99
 * @param patch the number after that, if it is told
 */
public record AutoscalerRelease(int minor, OptionalInt patch) {

  /** The first release that speaks to external providers over the contract we serve. */
  public static final int OLDEST_MINOR = 25;

  private static final int NEWEST_MINOR = 99;
  private static final Pattern FORM = Pattern.compile("1\\.([0-9]{2})(?:\\.(0|[1-9][0-9]{0,3}))?");

  /** How a release is written. */
  static final Outline OUTLINE = new Outline(FORM, "1.99.9999".length());

  public AutoscalerRelease {
    Objects.requireNonNull(patch, "patch");
    if (minor < OLDEST_MINOR || minor > NEWEST_MINOR) {
      throw new IllegalArgumentException(
          "release 1." + minor + "; expected 1." + OLDEST_MINOR + " to 1." + NEWEST_MINOR);
    }
    if (patch.isPresent() && patch.getAsInt() < 0) {
      throw new IllegalArgumentException("patch " + patch.getAsInt());
    }
  }

  /**
   * Reads {@code 1.36} or {@code 1.36.1}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static AutoscalerRelease parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no release");
    }
    String patch = matcher.group(2);
    return new AutoscalerRelease(
        Integer.parseInt(matcher.group(1)),
        patch == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(patch)));
  }

  /** Whether it is 1.{@code otherMinor} or came after it. */
  public boolean isAtLeast(int otherMinor) {
    return minor >= otherMinor;
  }

  @Override
  public String toString() {
    return "1." + minor + (patch.isPresent() ? "." + patch.getAsInt() : "");
  }
}
