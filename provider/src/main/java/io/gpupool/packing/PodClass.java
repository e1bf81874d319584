package io.gpupool.packing;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Pods that are alike in everything that a plan looks at.
 *
 * @param name one of them, to be named to people: {@code namespace/name}
 * @param requests what each asks for as the scheduler counts it, {@link Amounts#PODS} included
 * @param rules which nodes it accepts
 * @param alone what a node can have once only, of all pods on it: a host port, or a term of
 *     anti-affinity within a node. Pods of this class have all of these, so each is on a node of
 *     its own if there is any
 * @param gang whom it belongs to
 * @param unmodelled what it asks for that no plan looks at, in words for people
 */
public record PodClass(
    String name,
    Amounts requests,
    NodeRules rules,
    Set<String> alone,
    Optional<Gang> gang,
    Set<String> unmodelled) {

  public PodClass {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(gang, "gang");
    alone = Set.copyOf(alone);
    unmodelled = Set.copyOf(unmodelled);
    if (requests.get(Amounts.PODS) != 1) {
      throw new IllegalArgumentException(name + " takes the places of other than one pod");
    }
  }
}
