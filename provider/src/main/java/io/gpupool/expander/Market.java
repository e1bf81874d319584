package io.gpupool.expander;

import java.util.Map;
import java.util.Optional;

/** What groups cost and may have at one moment; doesn't change while a decision is made. */
public interface Market {

  /** What is known of a group of ours; empty for any other. */
  Optional<GroupTerms> of(String group);

  /** How many paid nodes of each pool aren't in use. */
  Map<String, Integer> prepaid();
}
