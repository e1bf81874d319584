package io.gpupool.clouds.emulator.gcp.access;

import io.gpupool.clouds.emulator.Episode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who is let in and what they may do, by IAM's names for permissions ({@code
 * compute.instanceGroupManagers.update}). By default everyone may do everything, whether they say
 * who they are or not. Thread-safe.
 */
public final class Access {

  private final Tokens tokens;
  private final Map<String, Set<String>> roles = new ConcurrentHashMap<>();
  private final List<Rule<Set<String>>> denied = new CopyOnWriteArrayList<>();
  private final List<Rule<Set<String>>> allowedOnly = new CopyOnWriteArrayList<>();
  private final List<Rule<Set<String>>> refused = new CopyOnWriteArrayList<>();
  private final List<Rule<Set<String>>> strict = new CopyOnWriteArrayList<>();

  public Access(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Gives a principal, such as {@code gpupool@ml-prod.iam.gserviceaccount.com}, a role of its own
   * with these permissions and no others. Whoever has no role may do everything.
   */
  public void role(String principal, Collection<String> permissions) {
    roles.put(principal, Set.copyOf(permissions));
  }

  /** Nobody is let in without a token. */
  public Episode requireCredentials() {
    return during(strict, Set.of());
  }

  /** Nobody's token is good any more. */
  public Episode refuseAllCredentials() {
    return during(refused, Set.of());
  }

  /** The tokens of one principal are not good any more. */
  public Episode refuseCredentials(String principal) {
    return during(refused, Set.of(principal));
  }

  /** Some permissions are taken from everyone. */
  public Episode deny(String... permissions) {
    return during(denied, Set.of(permissions));
  }

  /** Nobody has any but some permissions. */
  public Episode allowOnly(Collection<String> permissions) {
    return during(allowedOnly, Set.copyOf(permissions));
  }

  /** Who asks, by the header {@code Authorization}; nobody if they aren't let in. */
  public Optional<String> identify(Optional<String> authorization) {
    if (authorization.isEmpty() && !strict.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> principal = tokens.principal(authorization);
    return principal.filter(
        who ->
            refused.stream()
                .noneMatch(rule -> rule.content.isEmpty() || rule.content.contains(who)));
  }

  /** Whether someone may do something. */
  public boolean allows(String principal, String permission) {
    Set<String> role = roles.get(principal);
    return denied.stream().noneMatch(rule -> rule.content.contains(permission))
        && allowedOnly.stream().allMatch(rule -> rule.content.contains(permission))
        && (role == null || role.contains(permission));
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
