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
   * @param problems where limits that make no sense are reported
   */
  SizeLimits of(ScaleSet group, List<ReadingProblem> problems) {
    Optional<AzureSettings.Group> named =
        settings.groups().stream().filter(each -> Discovery.means(each, group.ref())).findFirst();
    int min =
        first(
                named.map(AzureSettings.Group::min).orElse(OptionalInt.empty()),
                tag(group, AzureSettings.MIN_TAG, problems),
                settings.discoveredMin())
            .orElse(0);
    int max =
        first(
                named.map(AzureSettings.Group::max).orElse(OptionalInt.empty()),
                tag(group, AzureSettings.MAX_TAG, problems),
                settings.discoveredMax())
            .orElse(Math.max(min, AzureSettings.USUAL_MAX));
    if (max < min) {
      problems.add(
          new ReadingProblem(
              group.ref().id().value(),
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

  private static OptionalInt tag(ScaleSet group, String key, List<ReadingProblem> problems) {
    String text = group.tags().get(key);
    if (text == null) {
      return OptionalInt.empty();
    }
    if (text.strip().matches("\\d{1,7}")) {
      return OptionalInt.of(Integer.parseInt(text.strip()));
    }
    problems.add(
        new ReadingProblem(
            group.ref().id().value(),
            "its tag %s says '%s', which is ignored; expected a number such as 8"
                .formatted(key, text)));
    return OptionalInt.empty();
  }
}
