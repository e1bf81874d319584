package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.SizeLimits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The sizes that groups may have. {@link AzureSettings} says where they come from. */
final class Limits {

  private final AzureSettings settings;

  Limits(AzureSettings settings) {
    this.settings = settings;
  }

  /**
   * The limits of one group.
   *
   * @param problems where limits that make no sense are reported
   */
  SizeLimits of(ScaleSet group, List<ReadingProblem> problems) {
    Optional<AzureSettings.Group> named =
        settings.groups().stream().filter(each -> Discovery.means(each, group.ref())).findFirst();
    int min =
        first(
                named.map(AzureSettings.Group::min).orElse(OptionalInt.empty()),
                tag(group, AzureSettings.MIN_TAG, "it isn't made smaller", problems),
                settings.discoveredMin())
            .orElse(0);
    int max =
        first(
                named.map(AzureSettings.Group::max).orElse(OptionalInt.empty()),
                tag(group, AzureSettings.MAX_TAG, "it isn't made larger", problems),
                settings.discoveredMax())
            .orElse(Math.max(min, AzureSettings.USUAL_MAX));
    if (max > AzureSettings.USUAL_MAX) {
      problems.add(
          problem(
              group,
              "its maximum of %d is more than a scale set can have; %d applies. Change it"
                  .formatted(max, AzureSettings.USUAL_MAX)));
      max = AzureSettings.USUAL_MAX;
    }
    if (max < min) {
      problems.add(
          problem(
              group,
              "its minimum of %d is above its maximum of %d; %d applies as both. Change one of them"
                  .formatted(min, max, max)));
      return new SizeLimits(max, max);
    }
    return new SizeLimits(min, max);
  }

  private static OptionalInt first(OptionalInt one, OptionalInt two, OptionalInt three) {
    if (one.isPresent()) {
      return one;
    }
    return two.isPresent() ? two : three;
  }

  /**
   * What a tag says. One that can't be read is a limit that somebody wanted and nobody knows: the
   * group stays as it is at that end, rather than going to a limit that nobody wanted.
   */
  private static OptionalInt tag(
      ScaleSet group, String key, String consequence, List<ReadingProblem> problems) {
    Optional<String> text = group.tag(key).map(String::strip);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (text.get().matches("\\d{1,7}")) {
      return OptionalInt.of(Integer.parseInt(text.get()));
    }
    problems.add(
        problem(
            group,
            "its tag %s says '%s', which is no size; until it says a number such as 8, %s"
                .formatted(key, text.get(), consequence)));
    return OptionalInt.of(group.target());
  }

  private static ReadingProblem problem(ScaleSet group, String text) {
    return new ReadingProblem(group.ref().id().value(), text);
  }
}
