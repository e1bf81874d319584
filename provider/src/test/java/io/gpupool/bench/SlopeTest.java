package io.gpupool.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The slope of the line that fits best. */
class SlopeTest {

  private final Slope slope = new Slope();

  @Test
  void pointsOnALineHaveTheSlopeOfTheLine() {
    for (int x = 0; x < 10; x++) {
      slope.add(x, 3 - 2 * x);
    }
    assertThat(slope.perUnit()).isCloseTo(-2, within(1e-9));
  }

  @Test
  void whatGoesUpAndDownHasNoSlope() {
    for (int x = 0; x < 100; x++) {
      slope.add(x, (x % 4 == 1 || x % 4 == 2) ? 1 : 0);
    }
    assertThat(slope.perUnit()).isCloseTo(0, within(1e-3));
  }

  @Test
  void pointsThatDoNotSayHaveNone() {
    assertThat(slope.perUnit()).isZero();
    slope.add(1, 5);
    assertThat(slope.perUnit()).isZero();
    slope.add(1, 7);
    assertThat(slope.perUnit()).isZero();
  }
}
