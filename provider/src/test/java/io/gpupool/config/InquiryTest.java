package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the shape of a mapping is found. */
final class InquiryTest {

  private static final Keys KEYS = Keys.of(Key.of("a", "The first."), Key.of("b", "The second."));

  @Test
  void refusesAKeyThatNobodyReads() {
    Form<Boolean> form = Form.mapping(KEYS, mapping -> mapping.optional("a", Form.trueOrFalse()));

    assertThatIllegalStateException().isThrownBy(form::shape).withMessageContaining("key b");
  }

  @Test
  void tellsKeysInTheirOrderWhateverTheReaderAsksFirst() {
    Form<Integer> form =
        Form.mapping(
            KEYS,
            mapping -> {
              Optional<Integer> number = mapping.required("b", Form.wholeNumber(3));
              mapping.section("a", Keys.of(Key.of("c", "Below."))).optionalNumber("c", 0);
              return number;
            });

    assertThat(form.shape())
        .isInstanceOfSatisfying(
            Shape.Mapping.class,
            mapping -> {
              assertThat(mapping.fields())
                  .extracting(field -> field.key().name())
                  .containsExactly("a", "b");
              assertThat(mapping.fields())
                  .extracting(Shape.Field::required)
                  .containsExactly(false, true);
              assertThat(mapping.fields().get(0).shape()).isInstanceOf(Shape.Mapping.class);
              assertThat(mapping.fields().get(1).shape())
                  .isEqualTo(new Shape.WholeNumber(3, Integer.MAX_VALUE));
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "no sentence"})
  void demandsASentenceAboutEveryKey(String does) {
    assertThatIllegalArgumentException().isThrownBy(() -> Key.of("a", does));
  }

  @Test
  void findsOutWhichTextsCanGoWithoutQuotes() {
    assertThat(KubernetesForms.LABEL_VALUE.shape())
        .isInstanceOfSatisfying(
            Shape.Text.class,
            text -> {
              assertThat(text.numbers()).isTrue();
              assertThat(text.booleans()).isTrue();
            });
    assertThat(Forms.LISTEN_ADDRESS.shape())
        .isInstanceOfSatisfying(
            Shape.Text.class,
            text -> {
              assertThat(text.numbers()).isFalse();
              assertThat(text.booleans()).isFalse();
            });
  }
}
