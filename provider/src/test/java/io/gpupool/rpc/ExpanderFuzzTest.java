package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gpupool.expander.Decision;
import io.gpupool.expander.ExpansionPlanner;
import io.gpupool.expander.ScaleUpRequest;
import io.gpupool.packing.Chooser;
import io.gpupool.packing.ChooserSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * Any bytes, sent to the expander: they are a question or they aren't, and what is chosen is among
 * what was offered.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS, threadMode = Timeout.ThreadMode.SAME_THREAD)
class ExpanderFuzzTest {

  private static final SampleQuestion SAMPLE = new SampleQuestion(6, 4, 2, 130);

  @FuzzTest
  void bestOptions(byte[] request) throws IOException {
    ScaleUpRequest read;
    try {
      read = ScaleUpRequestReader.read(new ByteArrayInputStream(request)).request();
    } catch (InvalidProtocolBufferException notAQuestion) {
      return;
    }
    Decision decision =
        new ExpansionPlanner(new Chooser(ChooserSettings.DEFAULT))
            .decide(read, SAMPLE.market(), () -> false);
    decision
        .chosen()
        .ifPresent(
            chosen -> {
              assertThat(read.proposals()).contains(chosen.proposal());
              assertThat(chosen.evaluated().usdPerHourInTheEnd()).isNotNegative();
            });
    assertThat(decision.reason()).isNotNull();
  }
}
