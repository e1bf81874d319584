package io.gpupool.expander;

import io.gpupool.packing.Evaluated;
import io.gpupool.packing.Evaluated.Standing;
import java.util.List;
import java.util.Locale;

/** Why an option was chosen, in words. */
final class Reasons {

  private Reasons() {}

  static String of(Decision decision) {
    List<Weighed> options = decision.options();
    if (options.isEmpty()) {
      return "";
    }
    if (options.size() == 1) {
      return "it is the only one";
    }
    Weighed best = options.get(0);
    Weighed next = options.get(1);
    Standing others = next.evaluated().standing();
    if (best.evaluated().standing() != others) {
      return standing(others) + ": " + next.proposal().group();
    }
    return comparison(best, next);
  }

  private static String standing(Standing standing) {
    return switch (standing) {
      case CLOSED -> "pods without GPUs are kept off nodes with GPUs, which the next one has";
      case LATER -> "the next one is of a later tier, just failed, or its price isn't known";
      case SPLITS_A_GANG -> "the next one parts pods that belong together";
      case OPEN -> "nothing speaks against it";
    };
  }

  private static String comparison(Weighed best, Weighed next) {
    Evaluated one = best.evaluated();
    Evaluated two = next.evaluated();
    if (one.podsLeft() != two.podsLeft()) {
      return "%d pods would be left without a place after it, %d after %s"
          .formatted(one.podsLeft(), two.podsLeft(), next.proposal().group());
    }
    double less = two.usdPerHourInTheEnd() - one.usdPerHourInTheEnd();
    if (less > 0.005) {
      return String.format(
          Locale.ROOT,
          "it comes to $%.2f/h in the end, $%.2f/h less than %s",
          one.usdPerHourInTheEnd(),
          less,
          next.proposal().group());
    }
    String tie =
        best.terms().weight() > next.terms().weight() ? "weighs more" : "comes first by name";
    return String.format(
        Locale.ROOT,
        "it comes to $%.2f/h in the end, as %s does, and %s",
        one.usdPerHourInTheEnd(),
        next.proposal().group(),
        tie);
  }
}
