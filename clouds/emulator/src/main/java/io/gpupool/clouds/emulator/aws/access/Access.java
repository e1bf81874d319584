package io.gpupool.clouds.emulator.aws.access;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Ongoing;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
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
  private final Ongoing<Predicate<String>> refusedKeys = new Ongoing<>();
  private final Ongoing<Set<String>> denied = new Ongoing<>();
  private final Ongoing<Set<String>> allowedOnly = new Ongoing<>();

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
    return refusedKeys.during(key -> true);
  }

  /** The credentials of one access key are not good any more. */
  public Episode refuseCredentials(String accessKeyId) {
    return refusedKeys.during(accessKeyId::equals);
  }

  /** Some actions are denied to everyone. */
  public Episode deny(String... actions) {
    return denied.during(Set.of(actions));
  }

  /** Nothing but some actions is allowed. */
  public Episode allowOnly(Collection<String> actions) {
    return allowedOnly.during(Set.copyOf(actions));
  }

  /** Who signed a request, if they are let in. */
  public Optional<Principal> identify(String accessKeyId, Optional<String> sessionToken) {
    if (refusedKeys.now().anyMatch(rule -> rule.test(accessKeyId))) {
      return Optional.empty();
    }
    return principals.of(accessKeyId, sessionToken);
  }

  /** Whether an action is denied, and why. */
  public Optional<Denial> denial(String action) {
    if (action.equals(WHO_AM_I)) {
      return Optional.empty();
    }
    if (denied.now().anyMatch(rule -> contains(rule, action))) {
      return Optional.of(Denial.EXPLICIT);
    }
    return allowedOnly.now().allMatch(rule -> contains(rule, action))
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
}
