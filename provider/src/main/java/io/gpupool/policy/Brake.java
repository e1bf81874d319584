package io.gpupool.policy;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that keeps nodes from being removed. It works on the least size that the autoscaler is
 * told, so that nothing is drained for nothing; what is asked for all the same isn't refused.
 */
public sealed interface Brake {

  /** Where the configuration says so. */
  String place();

  /** Which groups it is about. */
  Scope scope();

  /**
   * Hours in which nothing is deleted.
   *
   * @param hours when
   */
  record Quiet(String place, Scope scope, WeeklyWindow hours) implements Brake {
    public Quiet {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(scope, "scope");
      Objects.requireNonNull(hours, "hours");
    }
  }

  /**
   * How many instances may be deleted within any stretch of time.
   *
   * @param nodes how many, one or more
   * @param per the stretch, above zero
   */
  record Pace(String place, Scope scope, int nodes, Duration per) implements Brake {
    public Pace {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(scope, "scope");
      if (nodes < 1) {
        throw new IllegalArgumentException("a pace of " + nodes + " deletions");
      }
      if (per.isNegative() || per.isZero()) {
        throw new IllegalArgumentException("a pace by " + per);
      }
    }
  }

  /**
   * How many running nodes with a model of GPU there should be at least, over all groups.
   *
   * @param gpuModel the catalog's name
   * @param nodes how many, one or more
   */
  record Floor(String place, String gpuModel, int nodes) implements Brake {
    public Floor {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(gpuModel, "gpuModel");
      if (nodes < 1) {
        throw new IllegalArgumentException("a floor of " + nodes + " nodes");
      }
    }

    @Override
    public Scope scope() {
      return Scope.ofModel(gpuModel);
    }
  }

  /**
   * Below which size a group isn't to shrink.
   *
   * @param hours when; always without it
   * @param minSize zero or more
   */
  record Minimum(String place, Scope scope, Optional<WeeklyWindow> hours, int minSize)
      implements Brake {
    public Minimum {
      Objects.requireNonNull(place, "place");
      Objects.requireNonNull(scope, "scope");
      Objects.requireNonNull(hours, "hours");
      if (minSize < 0) {
        throw new IllegalArgumentException("a minimum of " + minSize + " nodes");
      }
    }
  }
}
