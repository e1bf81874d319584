package io.gpupool.clouds.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FormTest {

  @Test
  void namesAndValuesAreDecoded() {
    assertThat(Form.decode("a=b+c&d%2Fe=%C3%A9%26&flag&empty="))
        .containsEntry("a", "b c")
        .containsEntry("d/e", "é&")
        .containsEntry("flag", "")
        .containsEntry("empty", "");
  }

  @Test
  void whatIsNotDecodableStaysAsItIs() {
    assertThat(Form.decode("a=100%")).containsEntry("a", "100%");
  }
}
