package io.gpupool.clouds.emulator.azure.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CustomRoleTest {

  @TempDir Path directory;

  private CustomRole role(String json) throws IOException {
    return CustomRole.in(Files.writeString(directory.resolve("role.json"), json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Name':'x','Actions':['A/b/read','A/c/*'],'NotActions':['A/c/delete']}",
        "{'permissions':[{'actions':['A/b/read','A/c/*'],'notActions':['A/c/delete']}]}",
        "{'properties':{'permissions':[{'actions':['A/b/read','A/c/*'],'notActions':['A/c/delete']}]}}",
      })
  void isReadInAllFormsThatAzureReads(String json) throws IOException {
    CustomRole role = role(json.replace('\'', '"'));

    assertThat(role.actions()).isEqualTo(List.of("A/b/read", "A/c/*"));
    assertThat(role.allows("a/B/READ")).as("in whatever case").isTrue();
    assertThat(role.allows("A/b/write")).isFalse();
    assertThat(role.allows("A/c/d/read")).isTrue();
    assertThat(role.allows("A/c/delete")).isFalse();
  }

  @Test
  void aDotIsADotAndNoWildcard() {
    assertThat(CustomRole.of("Microsoft.Compute/skus/read").allows("MicrosoftxCompute/skus/read"))
        .isFalse();
  }

  @Test
  void aFileWithoutActionsIsRefused() {
    assertThatThrownBy(() -> role("{\"Name\":\"x\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no list of Actions");
  }
}
