package io.gpupool.config;

import io.gpupool.policy.Brake;
import io.gpupool.policy.Brakes;
import io.gpupool.policy.Scope;
import io.gpupool.policy.WeeklyWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Reads {@code brakes}: what keeps nodes from being removed. */
final class BrakesSection {

  private static final Keys BRAKES =
      Keys.of(
          Key.of("quiet", "Hours in which nothing is deleted."),
          Key.of("deletions", "How many instances may be deleted within a stretch of time."),
          Key.of("floors", "How many running nodes with a model of GPU stay, over all groups."),
          Key.of("minimums", "Sizes below which groups don't shrink, by hour of the week."));

  private static final Keys QUIET =
      Keys.of(
          Key.of("match", "Which groups; all without it."),
          Key.of("hours", "Days, times and a time zone by its name.")
              .such("\"Mon-Fri 08:00-10:00 Europe/Berlin\""));
  private static final Keys PACE =
      Keys.of(
          Key.of("match", "Which groups together; all without it."),
          Key.of("nodes", "How many instances.").such("5"),
          Key.of("per", "Within how long.").such("1h"));
  private static final Keys FLOOR =
      Keys.of(
          Key.of("gpuModel", "The GPUs, as the label for GPUs has them.").such("nvidia-h100-80gb"),
          Key.of("nodes", "How many nodes.").such("2"));
  private static final Keys MINIMUM =
      Keys.of(
          Key.of("match", "Which groups, each by itself; all without it."),
          Key.of("hours", "When: days, times and a time zone by its name; always without it.")
              .such("\"Mon-Fri 08:00-19:00 Europe/Berlin\""),
          Key.of("minSize", "How many nodes of the group stay, if it has so many.").such("1"));

  private static final Form<Duration> PER =
      Forms.durationOfAtLeast(Duration.ofSeconds(1), "a duration of 1s or more, such as 1h");

  private BrakesSection() {}

  /**
   * The section as a whole.
   *
   * @param clouds the names of the entries of {@code clouds}; empty if they aren't known
   */
  static Form<Brakes> form(Optional<List<String>> clouds) {
    return Form.mapping(BRAKES, section -> read(section, clouds));
  }

  private static Optional<Brakes> read(YamlMapping section, Optional<List<String>> clouds) {
    Form<Scope> scope = ScopeForm.form(clouds);
    Optional<List<Brake.Quiet>> quiet =
        section.orDefault(
            "quiet",
            Form.listOf(
                "a list of hours, each with an optional match",
                Form.mapping(QUIET, one -> quiet(one, scope))),
            List.of());
    List<Brake.Pace> paces = new ArrayList<>();
    Optional<List<Brake.Pace>> deletions =
        section.orDefault(
            "deletions",
            Form.listOf(
                "a list of limits, each with nodes and per",
                Form.mapping(PACE, one -> once(one, pace(one, scope), paces, BrakesSection::same))),
            List.of());
    List<Brake.Floor> known = new ArrayList<>();
    Optional<List<Brake.Floor>> floors =
        section.orDefault(
            "floors",
            Form.listOf(
                "a list of floors, each with gpuModel and nodes",
                Form.mapping(FLOOR, one -> once(one, floor(one), known, BrakesSection::same))),
            List.of());
    List<Brake.Minimum> sizes = new ArrayList<>();
    Optional<List<Brake.Minimum>> minimums =
        section.orDefault(
            "minimums",
            Form.listOf(
                "a list of sizes, each with minSize",
                Form.mapping(
                    MINIMUM, one -> once(one, minimum(one, scope), sizes, BrakesSection::same))),
            List.of());
    return section.build(
        () ->
            new Brakes(
                Stream.of(quiet, deletions, floors, minimums)
                    .<Brake>flatMap(some -> some.orElseThrow().stream())
                    .toList()));
  }

  private static Optional<Brake.Quiet> quiet(YamlMapping one, Form<Scope> scope) {
    Optional<Scope> match = one.optional("match", scope);
    Optional<WeeklyWindow> hours = HoursForm.read(one, "hours");
    if (one.lacks("hours")) {
      one.problemAt("hours", "nothing", "days, times and a time zone");
    }
    hours
        .filter(window -> window.nextChange(Instant.EPOCH).isEmpty())
        .ifPresent(
            always ->
                one.warnAt(
                    "hours", "every hour of the week, so that nothing is ever deleted", "some"));
    return one.build(
        () -> new Brake.Quiet(one.place(), match.orElse(Scope.EVERYTHING), hours.orElseThrow()));
  }

  private static Optional<Brake.Pace> pace(YamlMapping one, Form<Scope> scope) {
    Optional<Scope> match = one.optional("match", scope);
    Optional<Integer> nodes = one.required("nodes", Form.wholeNumber(1));
    Optional<Duration> per = one.required("per", PER);
    return one.build(
        () ->
            new Brake.Pace(
                one.place(),
                match.orElse(Scope.EVERYTHING),
                nodes.orElseThrow(),
                per.orElseThrow()));
  }

  private static Optional<Brake.Floor> floor(YamlMapping one) {
    Optional<String> gpuModel = one.required("gpuModel", KubernetesForms.LABEL_VALUE);
    Optional<Integer> nodes = one.required("nodes", Form.wholeNumber(1));
    return one.build(
        () -> new Brake.Floor(one.place(), gpuModel.orElseThrow(), nodes.orElseThrow()));
  }

  private static Optional<Brake.Minimum> minimum(YamlMapping one, Form<Scope> scope) {
    Optional<Scope> match = one.optional("match", scope);
    Optional<WeeklyWindow> hours = HoursForm.read(one, "hours");
    Optional<Integer> minSize = one.required("minSize", Form.wholeNumber(0));
    return one.build(
        () ->
            new Brake.Minimum(
                one.place(), match.orElse(Scope.EVERYTHING), hours, minSize.orElseThrow()));
  }

  private static boolean same(Brake.Pace one, Brake.Pace other) {
    return one.scope().equals(other.scope()) && one.per().equals(other.per());
  }

  private static boolean same(Brake.Floor one, Brake.Floor other) {
    return one.gpuModel().equals(other.gpuModel());
  }

  private static boolean same(Brake.Minimum one, Brake.Minimum other) {
    return one.scope().equals(other.scope()) && one.hours().equals(other.hours());
  }

  /** Two that say something about the same contradict each other, or one says nothing. */
  private static <T extends Brake> Optional<T> once(
      YamlMapping mapping, Optional<T> read, List<T> before, BiPredicate<T, T> same) {
    read.ifPresent(
        next -> {
          before.stream()
              .filter(first -> same.test(first, next))
              .findFirst()
              .ifPresent(
                  first ->
                      mapping.problem(
                          "a second entry for the same, the first being " + first.place(),
                          "one for the same"));
          before.add(next);
        });
    return read;
  }
}
