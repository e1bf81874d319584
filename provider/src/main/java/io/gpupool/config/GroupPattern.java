package io.gpupool.config;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.policy.GroupNames;

/**
 * A pattern for group ids. {@code *} stands for any number of characters, none included, within one
 * part of an id, and {@code **} for any number of characters with slashes among them; everything
 * else stands for itself.
 */
public record GroupPattern(String text) implements GroupNames {

  public GroupPattern {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a pattern is empty");
    }
  }

  @Override
  public boolean matches(NodeGroupId id) {
    return matches(id.value());
  }

  /** Told where both are equal, this ends with {@code **}, or the others have none. */
  @Override
  public boolean covers(GroupNames others) {
    if (!(others instanceof GroupPattern other)) {
      return false;
    }
    String beginning = text.substring(0, Math.max(0, text.length() - 2));
    boolean everythingBelow = text.endsWith("**") && beginning.indexOf('*') < 0;
    return equals(other)
        || (everythingBelow && other.text.startsWith(beginning))
        // a star of the other is met by a star alone, which then takes all that it stands for
        || (!other.text.contains("**") && matches(other.text));
  }

  boolean matches(String id) {
    return reached(id)[text.length()];
  }

  /** Whether there could be an id that begins with {@code beginning} and has more to it. */
  boolean canMatchBelow(String beginning) {
    boolean[] reached = reached(beginning);
    for (int i = 0; i < text.length(); i++) {
      if (reached[i]) {
        return true;
      }
    }
    return false;
  }

  /** Which lengths of the pattern fit the id. It goes through the id once, whatever the stars. */
  private boolean[] reached(String id) {
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    passStars(reached);
    for (int i = 0; i < id.length(); i++) {
      reached = after(reached, id.charAt(i));
      passStars(reached);
    }
    return reached;
  }

  /** Which lengths fit when the id has one more character. */
  private boolean[] after(boolean[] reached, char character) {
    boolean[] next = new boolean[reached.length];
    for (int i = 0; i < text.length(); i++) {
      if (!reached[i]) {
        continue;
      }
      if (isStar(i)) {
        next[i] |= character != '/' || isStar(i + 1);
      } else {
        next[i + 1] |= text.charAt(i) == character;
      }
    }
    return next;
  }

  /** A star may stand for nothing. */
  private void passStars(boolean[] reached) {
    for (int i = 0; i < text.length(); i++) {
      reached[i + 1] |= reached[i] && isStar(i);
    }
  }

  private boolean isStar(int index) {
    return index < text.length() && text.charAt(index) == '*';
  }

  @Override
  public String toString() {
    return text;
  }
}
