package io.gpupool.clouds.emulator.aws.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The launches that are to be refused although there is capacity. */
public final class LaunchRefusals {

  private final List<Rule> rules = new ArrayList<>();

  /** Refuses from now on what matches; an earlier rule wins. The result takes the rule away. */
  public Runnable add(Predicate<LaunchAttempt> matching, LaunchRefusal refusal) {
    Rule rule = new Rule(matching, refusal);
    rules.add(rule);
    return () -> rules.remove(rule);
  }

  Optional<LaunchRefusal> of(LaunchAttempt attempt) {
    return rules.stream()
        .filter(rule -> rule.matching.test(attempt))
        .map(rule -> rule.refusal)
        .findFirst();
  }

  /** Equal to nothing but itself, so that taking one away never takes another. */
  private static final class Rule {
    private final Predicate<LaunchAttempt> matching;
    private final LaunchRefusal refusal;

    Rule(Predicate<LaunchAttempt> matching, LaunchRefusal refusal) {
      this.matching = matching;
      this.refusal = refusal;
    }
  }
}
