package io.gpupool.packing;

import java.util.List;

/**
 * The answer to a {@link Question}.
 *
 * @param ranking the options, best first; those that could not be looked at in time come last
 * @param complete whether every option was looked at to the end
 * @param reason why the first is the first, in words for people
 */
public record Choice(List<Evaluated> ranking, boolean complete, String reason) {
  public Choice {
    ranking = List.copyOf(ranking);
  }
}
