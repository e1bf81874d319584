package io.gpupool.clouds.emulator.aws.access;

import io.gpupool.clouds.emulator.Episode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Who is let in and what they may do, by IAM's names for actions ({@code
 * autoscaling:SetDesiredCapacity}); an asterisk at the end stands for anything. By default everyone
 * may do everything. Thread-safe.
 */
public final class Access {

  /** Needs no permission in the real AWS, so that anyone can find out who they are. */
  private static final String WHO_AM_I = "sts:GetCallerIdentity";

  private final Principals principals;
  private final List<Rule<Predicate<String>>> refusedKeys = new CopyOnWriteArrayList<>();
  private final List<Rule<Set<String>>> denied = new CopyOnWriteArrayList<>();
  private final List<Rule<Set<String>>> allowedOnly = new CopyOnWriteArrayList<>();

  public Access(Principals principals) {
    this.principals = principals;
  }

  /** Why an action is denied. */
  public enum Denial {
    EXPLICIT,
    NOT_ALLOWED
  }

  /** Lets an access key belong to an account other than the default one. */
  public void account(String accessKeyId, String account) {
    principals.assign(accessKeyId, account);
  }

  /** No credentials are good any more. */
  public Episode refuseAllCredentials() {
    return during(refusedKeys, key -> true);
  }

  /** The credentials of one access key are not good any more. */
  public Episode refuseCredentials(String accessKeyId) {
    return during(refusedKeys, accessKeyId::equals);
  }

  /** Some actions are denied to everyone. */
  public Episode deny(String... actions) {
    return during(denied, Set.of(actions));
  }

  /** Nothing but some actions is allowed. */
  public Episode allowOnly(Collection<String> actions) {
    return during(allowedOnly, Set.copyOf(actions));
  }

  /** Who signed a request, if they are let in. */
  public Optional<Principal> identify(String accessKeyId, Optional<String> sessionToken) {
    if (refusedKeys.stream().anyMatch(rule -> rule.content.test(accessKeyId))) {
      return Optional.empty();
    }
    return principals.of(accessKeyId, sessionToken);
  }

  /** Whether an action is denied, and why. */
  public Optional<Denial> denial(String action) {
    if (action.equals(WHO_AM_I)) {
      return Optional.empty();
    }
    if (denied.stream().anyMatch(rule -> contains(rule.content, action))) {
      return Optional.of(Denial.EXPLICIT);
    }
    return allowedOnly.stream().allMatch(rule -> contains(rule.content, action))
        ? Optional.empty()
        : Optional.of(Denial.NOT_ALLOWED);
  }

  private static boolean contains(Set<String> patterns, String action) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                pattern.endsWith("*")
                    ? action.startsWith(pattern.substring(0, pattern.length() - 1))
                    : action.equals(pattern));
  }

  private static <T> Episode during(List<Rule<T>> rules, T content) {
    Rule<T> rule = new Rule<>(content);
    rules.add(rule);
    return () -> rules.remove(rule);
  }

  /** Equal to nothing but itself, so that ending one episode never ends another. */
  private static final class Rule<T> {
    private final T content;

    Rule(T content) {
      this.content = content;
    }
  }
}
