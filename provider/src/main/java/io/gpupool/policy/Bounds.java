package io.gpupool.policy;

import java.util.OptionalDouble;

/**
 * Numbers from one to another, both included; what is empty has no end there.
 *
 * @param atLeast the least, not negative
 * @param atMost the largest, not below the least
 */
public record Bounds(OptionalDouble atLeast, OptionalDouble atMost) {

  /** Every number, and those that aren't known. */
  public static final Bounds ANY = new Bounds(OptionalDouble.empty(), OptionalDouble.empty());

  public Bounds {
    // written so that NaN is refused as well
    if (!(atLeast.orElse(0) >= 0) || !(atMost.orElse(Double.MAX_VALUE) >= atLeast.orElse(0))) {
      throw new IllegalArgumentException("from " + atLeast + " to " + atMost);
    }
  }

  /** Whether the number is among these; one that isn't finite only if all are. */
  boolean contain(double number) {
    return equals(ANY)
        || (Double.isFinite(number)
            && number >= atLeast.orElse(Double.NEGATIVE_INFINITY)
            && number <= atMost.orElse(Double.POSITIVE_INFINITY));
  }

  /** Whether all of the others are among these. */
  boolean cover(Bounds others) {
    return equals(ANY)
        || (!others.equals(ANY)
            && others.atLeast.orElse(0) >= atLeast.orElse(0)
            && others.atMost.orElse(Double.POSITIVE_INFINITY)
                <= atMost.orElse(Double.POSITIVE_INFINITY));
  }
}
