package io.gpupool.clouds.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OngoingTest {

  @Test
  void whatIsInForceIsSoUntilItsEpisodeEnds() {
    Ongoing<String> ongoing = new Ongoing<>();
    Episode first = ongoing.during("same");
    Episode second = ongoing.during("same");

    assertThat(ongoing.now()).containsExactly("same", "same");
    first.close();
    first.close();
    assertThat(ongoing.now()).containsExactly("same");
    second.close();
    assertThat(ongoing.now()).isEmpty();
  }
}
