package io.gpupool.config;

import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.policy.BreakEven;
import io.gpupool.policy.RuleMatch;
import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.policy.ScaleDownRule;
import io.gpupool.policy.Setting;
import io.gpupool.policy.WeeklyWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads {@code scaleDown}: rules, and what holds where none speaks. */
final class ScaleDownSection {

  private static final Keys SCALE_DOWN =
      Keys.of(
          Key.of(
              "rules",
              "What is wanted for which groups; for each key the first rule that matches and has"
                  + " it decides."),
          Key.of(
                  "otherwise",
                  "What holds for unneeded and gpuUtilization where no rule, no setting of groups"
                      + " and no tag speaks: break-even, the default, keeps an idle node for as long as keeping"
                      + " it costs no more than another would, and looks at every node of four"
                      + " GPUs or more that has one free; autoscaler leaves both to the flags of"
                      + " the autoscaler.")
              .such("break-even"),
          Key.of("breakEven", "What the break-even time is made of."));

  private static final Keys BREAK_EVEN =
      Keys.of(
          Key.of("drain", "How long a node is paid for from the decision until it is gone.")
              .such("1m"),
          Key.of(
                  "afterRunning",
                  "How long it takes from an instance that runs until pods can use its GPUs; what"
                      + " comes before is measured.")
              .such("2m30s"),
          Key.of("atLeast", "The shortest time that is answered.").such("1m"),
          Key.of(
                  "atMost",
                  "The longest time that is answered; without it 10m, or 24h where pods that wait"
                      + " have a value.")
              .such("10m"),
          Key.of(
                  "waitingUsdPerHour",
                  "What it costs you, in USD per hour, that pods wait for a node.")
              .such("2"));

  private static final Keys RULE =
      Keys.of(
          Key.of("match", "Which groups; all without it."),
          Key.of(
                  "hours",
                  "When the rule holds: days, times and a time zone by its name; always without"
                      + " it.")
              .such("\"Mon-Fri 08:00-19:00 Europe/Berlin\""),
          Key.of("unneeded", "How long a node must have been unneeded to be removed.").such("3m"),
          Key.of("unready", "How long an unready node must have been unneeded to be removed.")
              .such("20m"),
          Key.of(
                  "utilization",
                  "Up to which share of processors and memory requested a node without GPUs is"
                      + " looked at.")
              .such("0.5"),
          Key.of(
                  "gpuUtilization",
                  "Up to which share of GPUs requested a node with GPUs is looked at.")
              .such("0.7"),
          Key.of(
                  "provisionTime",
                  "How long a node may take to join before the autoscaler gives it up.")
              .such("12m"),
          Key.of(
                  "ignoreDaemonSets",
                  "Whether pods of DaemonSets are left out of a node's utilisation.")
              .such("true"),
          Key.of(
                  "waitingUsdPerHour",
                  "What it costs you there, in USD per hour, that pods wait for a node; part of"
                      + " the break-even time.")
              .such("2"));

  private static final Form<Duration> TIME =
      Forms.durationOfAtLeast(Duration.ZERO, "a duration, not negative, such as 3m");

  private static final Form<Double> SHARE =
      Form.text(
              "a share from 0 to 1, such as 0.7",
              Outline.of("[01](?:\\.[0-9]{1,9})?", 11),
              Double::parseDouble)
          .where(share -> share <= 1);

  /** Keys of which a rule has one at least. */
  private static final List<String> WANTED =
      List.of(
          "unneeded",
          "unready",
          "utilization",
          "gpuUtilization",
          "provisionTime",
          "ignoreDaemonSets",
          "waitingUsdPerHour");

  private ScaleDownSection() {}

  /**
   * The section as a whole.
   *
   * @param clouds the entries of {@code clouds}; empty if they aren't known
   */
  static Form<ScaleDownPolicy> form(Optional<List<CloudConfig>> clouds) {
    return Form.mapping(SCALE_DOWN, section -> read(section, clouds));
  }

  private static Optional<ScaleDownPolicy> read(
      YamlMapping section, Optional<List<CloudConfig>> clouds) {
    List<ScaleDownRule> before = new ArrayList<>();
    Optional<List<ScaleDownRule>> rules =
        section.orDefault(
            "rules",
            Form.listOf(
                "a list of rules, each with a match and what is wanted",
                Form.mapping(RULE, rule -> rule(rule, clouds, before))),
            List.of());
    Map<String, Boolean> words = new LinkedHashMap<>();
    words.put("break-even", true);
    words.put("autoscaler", false);
    Optional<Boolean> breakEven =
        section.optional("otherwise", Form.word("break-even or autoscaler", words));
    Optional<BreakEven> formula = breakEven(section.section("breakEven", BREAK_EVEN));
    return section.build(
        () ->
            new ScaleDownPolicy(
                rules.orElseThrow(), breakEven.orElse(true) ? formula : Optional.empty()));
  }

  private static Optional<BreakEven> breakEven(YamlMapping section) {
    BreakEven standard = BreakEven.DEFAULT;
    Optional<Duration> drain = section.orDefault("drain", TIME, standard.drain());
    Optional<Duration> afterRunning =
        section.orDefault("afterRunning", TIME, standard.afterRunning());
    Optional<Duration> atLeast = section.orDefault("atLeast", TIME, standard.atLeast());
    Optional<Duration> atMost = section.optional("atMost", TIME);
    if (atMost.isPresent() && atLeast.isPresent() && atMost.get().compareTo(atLeast.get()) < 0) {
      section.problemAt("atMost", "less than atLeast", "no less than atLeast");
    }
    Optional<Double> waiting = section.optional("waitingUsdPerHour", PricesSection.USD);
    return section.build(
        () ->
            new BreakEven(
                drain.orElseThrow(),
                afterRunning.orElseThrow(),
                atLeast.orElseThrow(),
                atMost,
                waiting.orElse(0.0)));
  }

  private static Optional<ScaleDownRule> rule(
      YamlMapping rule, Optional<List<CloudConfig>> clouds, List<ScaleDownRule> before) {
    Optional<RuleMatch> match = rule.optional("match", RuleMatchForm.form(clouds));
    Optional<WeeklyWindow> hours = HoursForm.read(rule, "hours");
    OptionOverrides options =
        new OptionOverrides(
            share(rule, "utilization"),
            share(rule, "gpuUtilization"),
            rule.optional("unneeded", TIME),
            rule.optional("unready", TIME),
            rule.optional("provisionTime", GroupsSection.PROVISION_TIME),
            Optional.empty(),
            rule.optional("ignoreDaemonSets", Form.trueOrFalse()));
    OptionalDouble waiting = number(rule.optional("waitingUsdPerHour", PricesSection.USD));
    if (WANTED.stream().noneMatch(rule::has)) {
      rule.problem("a rule that wants nothing", "one or more of " + String.join(", ", WANTED));
    }
    Optional<ScaleDownRule> read =
        rule.build(
            () ->
                new ScaleDownRule(
                    rule.place(), match.orElse(RuleMatch.EVERYTHING), hours, options, waiting));
    read.ifPresent(
        next -> {
          before.stream()
              .filter(first -> first.covers(next))
              .forEach(first -> compare(rule, next, first));
          before.add(next);
        });
    return read;
  }

  /** Tells what of a rule never comes to bear, because another that is asked first has it too. */
  private static void compare(YamlMapping rule, ScaleDownRule read, ScaleDownRule first) {
    boolean same = read.covers(first);
    for (Setting setting : Setting.values()) {
      if (!read.sets(setting) || !first.sets(setting)) {
        continue;
      }
      boolean equal = setting.in(read.options()).equals(setting.in(first.options()));
      if (same && !equal) {
        rule.problemAt(
            setting.key(),
            "another value than %s has for the same groups".formatted(first.place()),
            "one value");
      } else {
        rule.warnAt(
            setting.key(),
            "what never holds, because %s comes first and matches all that this does"
                .formatted(first.place()),
            "the narrower rule before the wider");
      }
    }
  }

  private static OptionalDouble share(YamlMapping rule, String key) {
    return number(rule.optional(key, SHARE));
  }

  private static OptionalDouble number(Optional<Double> number) {
    return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
  }
}
