package io.gpupool.clouds.emulator.azure.access;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Ongoing;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is let in and what they may do, by Azure's names for actions ({@code
 * Microsoft.Compute/virtualMachineScaleSets/write}). Whoever has a token may do everything, unless
 * someone says otherwise. Thread-safe.
 */
public final class Access {

  private final Tokens tokens;
  private final boolean open;
  private final Map<String, CustomRole> roles = new ConcurrentHashMap<>();
  private final Ongoing<CustomRole> denied = new Ongoing<>();
  private final Ongoing<CustomRole> allowedOnly = new Ongoing<>();
  private final Ongoing<Set<String>> refused = new Ongoing<>();

  /**
   * @param open whether those are let in who have no token
   */
  public Access(Tokens tokens, boolean open) {
    this.tokens = tokens;
    this.open = open;
  }

  /**
   * Gives a principal, such as the client id of an application, a role and no other. Whoever has no
   * role may do everything.
   */
  public void role(String principal, CustomRole role) {
    roles.put(principal, role);
  }

  /** Nobody's token is good any more. */
  public Episode refuseAllCredentials() {
    return refused.during(Set.of());
  }

  /** The tokens of one principal are not good any more. */
  public Episode refuseCredentials(String principal) {
    return refused.during(Set.of(principal));
  }

  /** Some actions are taken from everyone. */
  public Episode deny(String... actions) {
    return denied.during(CustomRole.of(actions));
  }

  /** Nobody may do anything but what a role has. */
  public Episode allowOnly(CustomRole role) {
    return allowedOnly.during(role);
  }

  /** Who asks, by the header {@code Authorization}; nobody if they aren't let in. */
  public Optional<String> identify(Optional<String> authorization) {
    Optional<String> principal =
        authorization.isPresent()
            ? authorization.flatMap(tokens::principal)
            : Optional.of(Tokens.SOMEBODY).filter(somebody -> open);
    return principal.filter(
        who -> refused.now().noneMatch(rule -> rule.isEmpty() || rule.contains(who)));
  }

  /** Whether someone may do something. */
  public boolean allows(String principal, String action) {
    CustomRole role = roles.get(principal);
    return denied.now().noneMatch(rule -> rule.allows(action))
        && allowedOnly.now().allMatch(rule -> rule.allows(action))
        && (role == null || role.allows(action));
  }
}
