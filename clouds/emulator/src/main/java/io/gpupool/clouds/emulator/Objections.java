package io.gpupool.clouds.emulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Attempts that are to be refused although nothing in the cloud speaks against them. Not
 * thread-safe; its cloud holds a lock around it.
 *
 * @param <A> what is attempted
 * @param <R> what is said against it
 */
public final class Objections<A, R> {

  private final List<Rule<A, R>> rules = new ArrayList<>();

  /** Refuses from now on what matches; an earlier rule wins. The result takes the rule away. */
  public Runnable add(Predicate<A> matching, R refusal) {
    Rule<A, R> rule = new Rule<>(matching, refusal);
    rules.add(rule);
    return () -> rules.remove(rule);
  }

  /** What is said against an attempt, if anything is. */
  public Optional<R> against(A attempt) {
    return rules.stream()
        .filter(rule -> rule.matching.test(attempt))
        .map(rule -> rule.refusal)
        .findFirst();
  }

  /** Equal to nothing but itself, so that taking one away never takes another. */
  private static final class Rule<A, R> {
    private final Predicate<A> matching;
    private final R refusal;

    Rule(Predicate<A> matching, R refusal) {
      this.matching = matching;
      this.refusal = refusal;
    }
  }
}
