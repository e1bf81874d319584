package io.gpupool.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Karpenter's way without its later consolidation, as far as it is known from its sources ({@code
 * pkg/controllers/provisioning/scheduling}): pods by processors and then memory, each to the node
 * with the fewest pods that some type still allows, and a new node only where none does. In the end
 * each node becomes the cheapest type that holds its pods.
 */
final class KarpenterLike {

  /** A node whose type is still open. */
  private static final class Claim {
    private final long[] asked;
    private final int[] pods;
    private List<Integer> types;
    private int count;

    Claim(Problem problem, List<Integer> types) {
      this.asked = new long[problem.allocatable[0].length];
      this.pods = new int[problem.classes];
      this.types = types;
    }
  }

  private final Problem problem;

  KarpenterLike(Problem problem) {
    this.problem = problem;
  }

  Path goOn(Path begun) {
    List<Claim> claims = new ArrayList<>();
    List<Integer> order =
        IntStream.range(0, problem.classes)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer c) -> -problem.milliCpu[c])
                    .thenComparingLong(c -> -problem.memoryBytes[c]))
            .toList();
    List<Integer> types =
        IntStream.range(0, problem.shapes).filter(s -> begun.end().room(s) > 0).boxed().toList();
    for (int c : order) {
      for (int k = 0; k < begun.end().left(c); k++) {
        place(c, claims, types);
      }
    }
    Path path = begun;
    for (Claim claim : claims) {
      int cheapest =
          claim.types.stream()
              .min(Comparator.comparingDouble(s -> problem.nodes.get(s).usdPerHour()))
              .orElseThrow();
      path = path.and(problem, cheapest, new Estimate(problem, 1, claim.pods));
    }
    return path;
  }

  private void place(int c, List<Claim> claims, List<Integer> all) {
    claims.sort(Comparator.comparingInt(claim -> claim.count));
    for (Claim claim : claims) {
      List<Integer> still = allowed(c, claim.types, claim.asked);
      if (!still.isEmpty()) {
        put(c, claim, still);
        return;
      }
    }
    List<Integer> types = allowed(c, all, new long[problem.requests[c].length]);
    if (!types.isEmpty()) {
      Claim claim = new Claim(problem, types);
      put(c, claim, types);
      claims.add(claim);
    }
  }

  private void put(int c, Claim claim, List<Integer> types) {
    Arrays.setAll(claim.asked, d -> claim.asked[d] + problem.requests[c][d]);
    claim.pods[c]++;
    claim.count++;
    claim.types = types;
  }

  private List<Integer> allowed(int c, List<Integer> types, long[] asked) {
    List<Integer> still = new ArrayList<>();
    for (int s : types) {
      if (problem.holds[s][c] && fits(s, c, asked)) {
        still.add(s);
      }
    }
    return still;
  }

  private boolean fits(int s, int c, long[] asked) {
    for (int d = 0; d < asked.length; d++) {
      if (asked[d] + problem.requests[c][d] > problem.allocatable[s][d]) {
        return false;
      }
    }
    return true;
  }
}
