package io.gpupool.packing;

/**
 * A linear program that grows: the largest weighted sum of variables, none negative, of which some
 * sums are limited.
 */
public interface LinearProgram {

  /** Makes one without limits yet. */
  interface Factory {
    /**
     * A program whose sum is to become as large as it may.
     *
     * @param weights what each variable counts
     */
    LinearProgram maximising(double[] weights);
  }

  /** Limits a sum: {@code coefficients * variables <= most}. */
  void limit(int[] coefficients, double most);

  /** The variables at the optimum. */
  double[] solution();
}
