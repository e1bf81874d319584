package io.gpupool.bench;

/** The slope of the line that fits points best, by least squares. */
public final class Slope {

  private int points;
  private double sumX;
  private double sumY;
  private double sumXx;
  private double sumXy;

  /** Adds a point. */
  public void add(double x, double y) {
    points++;
    sumX += x;
    sumY += y;
    sumXx += x * x;
    sumXy += x * y;
  }

  /** By how much y grows as x grows by one; zero where the points don't say. */
  public double perUnit() {
    double spread = points * sumXx - sumX * sumX;
    return points < 2 || spread == 0 ? 0 : (points * sumXy - sumX * sumY) / spread;
  }
}
