package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.SizeLimits;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The sizes that groups may have. {@link GcpSettings} says where they come from. */
final class Limits {

  private final GcpSettings settings;

  Limits(GcpSettings settings) {
    this.settings = settings;
  }

  /**
   * @param template what the group's instances are made of, if that is known
   * @param problems where limits that make no sense are reported
   */
  SizeLimits of(GroupRef group, Optional<TemplateContent> template, List<ReadingProblem> problems) {
    Optional<GcpSettings.Group> named =
        settings.groups().stream().filter(each -> Discovery.means(each, group)).findFirst();
    int min =
        or(
                named.map(GcpSettings.Group::min),
                stated(group, template, GcpSettings.MIN_LABEL, problems),
                settings.discoveredMin())
            .orElse(0);
    int max =
        or(
                named.map(GcpSettings.Group::max),
                stated(group, template, GcpSettings.MAX_LABEL, problems),
                settings.discoveredMax())
            .orElse(Math.max(min, GcpSettings.USUAL_MAX));
    if (max < min) {
      problems.add(
          new ReadingProblem(
              group.id().value(),
              "its minimum of %d is above its maximum of %d; %d applies as both. Change one of them"
                  .formatted(min, max, max)));
      return new SizeLimits(max, max);
    }
    return new SizeLimits(min, max);
  }

  private static OptionalInt or(
      Optional<OptionalInt> first, OptionalInt second, OptionalInt third) {
    if (first.isPresent() && first.get().isPresent()) {
      return first.get();
    }
    return second.isPresent() ? second : third;
  }

  private static OptionalInt stated(
      GroupRef group,
      Optional<TemplateContent> template,
      String key,
      List<ReadingProblem> problems) {
    Optional<String> text =
        template
            .flatMap(content -> Optional.ofNullable(content.labels().get(key)))
            .or(
                () ->
                    template.flatMap(
                        content -> Optional.ofNullable(content.metadata().sizes().get(key))));
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (text.get().strip().matches("\\d{1,7}")) {
      return OptionalInt.of(Integer.parseInt(text.get().strip()));
    }
    problems.add(
        new ReadingProblem(
            group.id().value(),
            "its instance template says %s '%s', which is ignored; expected a number such as 8"
                .formatted(key, text.get())));
    return OptionalInt.empty();
  }
}
