package io.gpupool.clouds.emulator.gcp.access;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Ongoing;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is let in and what they may do, by IAM's names for permissions ({@code
 * compute.instanceGroupManagers.update}). By default everyone may do everything, whether they say
 * who they are or not. Thread-safe.
 */
public final class Access {

  private final Tokens tokens;
  private final Map<String, Set<String>> roles = new ConcurrentHashMap<>();
  private final Ongoing<Set<String>> denied = new Ongoing<>();
  private final Ongoing<Set<String>> allowedOnly = new Ongoing<>();
  private final Ongoing<Set<String>> refused = new Ongoing<>();
  private final Ongoing<Set<String>> strict = new Ongoing<>();

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
    return strict.during(Set.of());
  }

  /** Nobody's token is good any more. */
  public Episode refuseAllCredentials() {
    return refused.during(Set.of());
  }

  /** The tokens of one principal are not good any more. */
  public Episode refuseCredentials(String principal) {
    return refused.during(Set.of(principal));
  }

  /** Some permissions are taken from everyone. */
  public Episode deny(String... permissions) {
    return denied.during(Set.of(permissions));
  }

  /** Nobody has any but some permissions. */
  public Episode allowOnly(Collection<String> permissions) {
    return allowedOnly.during(Set.copyOf(permissions));
  }

  /** Who asks, by the header {@code Authorization}; nobody if they aren't let in. */
  public Optional<String> identify(Optional<String> authorization) {
    if (authorization.isEmpty() && strict.now().findAny().isPresent()) {
      return Optional.empty();
    }
    Optional<String> principal = tokens.principal(authorization);
    return principal.filter(
        who -> refused.now().noneMatch(rule -> rule.isEmpty() || rule.contains(who)));
  }

  /** Whether someone may do something. */
  public boolean allows(String principal, String permission) {
    Set<String> role = roles.get(principal);
    return denied.now().noneMatch(rule -> rule.contains(permission))
        && allowedOnly.now().allMatch(rule -> rule.contains(permission))
        && (role == null || role.contains(permission));
  }
}
