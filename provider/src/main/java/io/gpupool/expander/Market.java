package io.gpupool.expander;

import java.util.Map;
import java.util.Optional;

/** What groups cost and may have at one moment; doesn't change while a decision is made. */
public interface Market {

  /** Nothing is known of any group. */
  Market NONE =
      new Market() {
        @Override
        public Optional<GroupTerms> of(String group) {
          return Optional.empty();
        }

        @Override
        public Map<String, Integer> prepaid() {
          return Map.of();
        }
      };

  /** What is known of a group of ours; empty for any other. */
  Optional<GroupTerms> of(String group);

  /** How many paid nodes of each pool aren't in use. */
  Map<String, Integer> prepaid();
}
