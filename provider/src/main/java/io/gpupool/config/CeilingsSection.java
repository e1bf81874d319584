package io.gpupool.config;

import io.gpupool.policy.Ceiling;
import io.gpupool.policy.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code ceilings}: what may be spent per hour. */
final class CeilingsSection {

  private static final Keys CEILING =
      Keys.of(
          Key.of("match", "Which groups together; all without it."),
          Key.of(
                  "usdPerHour",
                  "What their nodes may cost together, in USD per hour, those that boot or are"
                      + " being deleted included.")
              .such("900"));

  private CeilingsSection() {}

  /**
   * The section as a whole.
   *
   * @param clouds the names of the entries of {@code clouds}; empty if they aren't known
   */
  static Form<List<Ceiling>> form(Optional<List<String>> clouds) {
    List<Ceiling> before = new ArrayList<>();
    return Form.listOf(
        "a list of ceilings, each with usdPerHour",
        Form.mapping(CEILING, ceiling -> read(ceiling, clouds, before)));
  }

  private static Optional<Ceiling> read(
      YamlMapping ceiling, Optional<List<String>> clouds, List<Ceiling> before) {
    Optional<Scope> match = ceiling.optional("match", ScopeForm.form(clouds));
    Optional<Double> usdPerHour = ceiling.required("usdPerHour", PricesSection.USD);
    Optional<Ceiling> read =
        ceiling.build(
            () ->
                new Ceiling(
                    ceiling.place(), match.orElse(Scope.EVERYTHING), usdPerHour.orElseThrow()));
    read.ifPresent(
        next -> {
          before.forEach(first -> compare(ceiling, next, first));
          before.add(next);
          if (next.usdPerHour() == 0) {
            ceiling.warnAt(
                "usdPerHour",
                "a ceiling of 0, below which nothing that costs anything can be created",
                "an amount above 0");
          }
        });
    return read;
  }

  private static void compare(YamlMapping ceiling, Ceiling next, Ceiling first) {
    boolean narrower = first.scope().covers(next.scope());
    boolean wider = next.scope().covers(first.scope());
    if (narrower && wider) {
      ceiling.problem(
          "a second ceiling for %s, the first being %s".formatted(next.scope(), first.place()),
          "one for the same groups");
    } else if (narrower && next.usdPerHour() > first.usdPerHour()) {
      ceiling.warnAt("usdPerHour", never(first), "no more than that");
    } else if (wider && first.usdPerHour() > next.usdPerHour()) {
      ceiling.warnAt(
          "usdPerHour",
          "less than %s has, which is a part of it and so is never reached"
              .formatted(first.place()),
          "no less than that");
    }
  }

  private static String never(Ceiling first) {
    return "what is never reached, because the ceiling of %s, which is lower, is about the same groups and others"
        .formatted(first.place());
  }
}
