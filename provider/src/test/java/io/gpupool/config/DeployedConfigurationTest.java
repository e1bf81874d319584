package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations that come with the project can be used as they are. */
class DeployedConfigurationTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpupool.yaml",
        "gpupool-gcp.yaml",
        "gpupool-azure.yaml",
        "kubernetes/example/gpupool.yaml"
      })
  void theServerTakesIt(String file) {
    assertThatCode(() -> ConfigReader.readFile(Path.of("..", "deploy").resolve(file)))
        .doesNotThrowAnyException();
  }
}
