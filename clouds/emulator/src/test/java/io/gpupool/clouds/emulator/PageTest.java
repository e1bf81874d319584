package io.gpupool.clouds.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PageTest {

  @Test
  void aListThatFitsHasNoNextPage() {
    assertThat(page(List.of("a", "b"), 2, Optional.empty()))
        .isEqualTo(new Page<>(List.of("a", "b"), Optional.empty()));
  }

  @Test
  void theNextPageBeginsAfterTheLastItem() {
    Page<String> first = page(List.of("a", "b", "c"), 2, Optional.empty());

    assertThat(first.items()).containsExactly("a", "b");
    assertThat(page(List.of("a", "b", "c"), 2, first.next()).items()).containsExactly("c");
  }

  @Test
  void aListThatChangesInBetweenNeitherRepeatsNorSkips() {
    Page<String> first = page(List.of("b", "c", "d", "e"), 2, Optional.empty());

    assertThat(page(List.of("a", "b", "d", "e"), 2, first.next()).items())
        .containsExactly("d", "e");
  }

  @Test
  void aTokenThatNoAnswerHadIsRefused() {
    assertThatThrownBy(() -> page(List.of("a"), 1, Optional.of("made up")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bad token");
    assertThatThrownBy(() -> page(List.of("a"), 1, Optional.of("YWJj"))).hasMessage("bad token");
  }

  private static Page<String> page(List<String> items, int size, Optional<String> token) {
    return Page.of(
        items.stream(), item -> item, size, token, () -> new IllegalArgumentException("bad token"));
  }
}
