package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Any text as a configuration: it is read or its problems are told, each with its place. */
@Timeout(value = 1, unit = TimeUnit.DAYS, threadMode = Timeout.ThreadMode.SAME_THREAD)
class ConfigFuzzTest {

  @FuzzTest
  void configuration(byte[] bytes) {
    try {
      assertThat(ConfigReader.read("x", new String(bytes, StandardCharsets.UTF_8)).clouds())
          .isNotEmpty();
    } catch (ConfigException wrong) {
      assertThat(wrong.problems()).isNotEmpty();
      for (Problem problem : wrong.problems()) {
        assertThat(problem.line()).isPositive();
        assertThat(problem.column()).isPositive();
        assertThat(problem.toString()).doesNotContain("\n");
      }
    }
  }
}
