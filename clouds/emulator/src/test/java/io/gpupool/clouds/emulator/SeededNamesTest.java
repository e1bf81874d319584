package io.gpupool.clouds.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SeededNamesTest {

  @Test
  void theSameSeedGivesTheSameNames() {
    SeededNames one = new SeededNames(7);
    SeededNames other = new SeededNames(7);

    assertThat(one.hex(16)).isEqualTo(other.hex(16));
    assertThat(one.uuid()).isEqualTo(other.uuid());
  }

  @Test
  void anotherSeedGivesOtherNames() {
    assertThat(new SeededNames(7).hex(16)).isNotEqualTo(new SeededNames(8).hex(16));
  }

  @Test
  void uuidsAreOfTheRandomKind() {
    assertThat(new SeededNames(7).uuid())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
  }
}
