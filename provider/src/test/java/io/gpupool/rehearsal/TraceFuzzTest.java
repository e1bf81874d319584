package io.gpupool.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/** Any file as a trace: it has pods that make sense, or a sentence says what is wrong with it. */
@Timeout(value = 1, unit = TimeUnit.DAYS, threadMode = Timeout.ThreadMode.SAME_THREAD)
class TraceFuzzTest {

  private static final RequestMix MIX = RequestMix.load();

  @FuzzTest
  void trace(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("trace", ".csv");
    try {
      Files.write(file, bytes);
      for (Job job : TraceFile.read(file, MIX, new Random(1))) {
        assertThat(job.name()).isNotEmpty();
        assertThat(job.arrival().isNegative()).isFalse();
        assertThat(job.runtime()).isPositive();
      }
    } catch (TraceFile.TraceException wrong) {
      assertThat(wrong.getMessage()).startsWith(file.toString());
    } finally {
      Files.delete(file);
    }
  }
}
