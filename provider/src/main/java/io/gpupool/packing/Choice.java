package io.gpupool.packing;

import java.util.List;

/**
 * The answer to a {@link Question}.
 *
 * @param ranking the options, best first; empty if there were none
 * @param complete whether there was time to look at every option to the end
 */
public record Choice(List<Evaluated> ranking, boolean complete) {
  public Choice {
    ranking = List.copyOf(ranking);
  }
}
