package io.gpupool.clouds.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeGroupIdTest {

  @Test
  void partsAreJoinedBySlashes() {
    NodeGroupId id = NodeGroupId.of("aws", "111122223333", "us-east-1", "p5-spot");
    assertThat(id).hasToString("aws/111122223333/us-east-1/p5-spot");
    assertThat(id.cloud()).isEqualTo("aws");
    assertThat(id.name()).isEqualTo("p5-spot");
  }

  @ParameterizedTest
  @ValueSource(strings = {"team/a", "50%", "%2F", "a%2Fb/c%25", "grüße 😀"})
  void aNameComesBackWhateverIsInIt(String name) {
    NodeGroupId id = NodeGroupId.of("aws", "1", "r", name);
    assertThat(id.name()).isEqualTo(name);
    assertThat(id.value().chars().filter(c -> c == '/').count()).isEqualTo(3);
  }

  @Test
  void differentNamesNeverShareAnId() {
    assertThat(NodeGroupId.of("aws", "a/b")).isNotEqualTo(NodeGroupId.of("aws", "a", "b"));
    assertThat(NodeGroupId.of("aws", "a/b")).isNotEqualTo(NodeGroupId.of("aws", "a%2Fb"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "aws", "/aws", "aws/", "aws/x/"})
  void whatHasNoCloudOrNoNameIsNoId(String text) {
    assertThatThrownBy(() -> new NodeGroupId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a cloud and a name");
  }

  @Test
  void anEmptyPartIsRefused() {
    assertThatThrownBy(() -> NodeGroupId.of("aws", "", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
