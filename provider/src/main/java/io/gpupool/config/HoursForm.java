package io.gpupool.config;

import io.gpupool.policy.WeeklyWindow;
import java.util.Optional;

/** Reads hours of the week, and says what is wrong with them more closely than that they are. */
final class HoursForm {

  private static final int LONGEST = 200;

  private static final Form<String> LOOK =
      Form.text(
          "days, hours and a time zone, such as Mon-Fri 08:00-19:00 Europe/Berlin",
          Outline.of(WeeklyWindow.PATTERN, LONGEST));

  private HoursForm() {}

  /** The hours under a key that may be left out. */
  static Optional<WeeklyWindow> read(YamlMapping mapping, String key) {
    return mapping
        .optional(key, LOOK)
        .flatMap(
            text -> {
              try {
                return Optional.of(WeeklyWindow.parse(text));
              } catch (IllegalArgumentException wrong) {
                mapping.problemAt(key, "'" + text + "': " + wrong.getMessage(), LOOK.expected());
                return Optional.empty();
              }
            });
  }
}
