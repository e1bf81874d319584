package io.gpupool.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was meant by a mistyped one. */
final class NearestWord {

  private NearestWord() {}

  /** The nearest of the known words, unless even that differs in more than a third of itself. */
  static Optional<String> to(String typed, Collection<String> known) {
    return known.stream()
        .filter(word -> isNear(typed, word))
        .min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  private static boolean isNear(String typed, String word) {
    int tolerance = Math.max(typed.length(), word.length()) / 3;
    return Math.abs(typed.length() - word.length()) <= tolerance
        && distance(typed, word) <= tolerance;
  }

  /**
   * How many letters have to be inserted, left out, replaced or swapped with their neighbour to
   * turn one word into the other, upper and lower case being the same.
   */
  static int distance(String one, String other) {
    String from = one.toLowerCase(Locale.ROOT);
    String to = other.toLowerCase(Locale.ROOT);
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
