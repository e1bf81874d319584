package io.gpupool.expander;

import io.gpupool.packing.Evaluated;
import java.util.Objects;

/**
 * An option and what was found of it.
 *
 * @param proposal what the autoscaler offered
 * @param terms what it doesn't know
 * @param evaluated what becomes of it
 */
public record Weighed(Proposal proposal, GroupTerms terms, Evaluated evaluated) {
  public Weighed {
    Objects.requireNonNull(proposal, "proposal");
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(evaluated, "evaluated");
  }
}
