package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultInjectionTest {

  private final GcpUnderTest test = new GcpUnderTest();

  @BeforeEach
  void oneGroup() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void tooManyRequestsAreForbiddenAsTheRealOnesAre() {
    test.gcp.faults().next(2, Faults.any(), new Fault.Throttle());

    Reply throttled = test.group(A, "t4");
    assertThat(throttled.error())
        .isEqualTo(
            "403 rateLimitExceeded: Quota exceeded for quota metric 'Read requests' and limit"
                + " 'Read requests per minute' of service 'compute.googleapis.com'.");
    assertThat(throttled.text("error.errors.0.domain")).isEqualTo("usageLimits");
    assertThat(test.resize(A, "t4", 1).error()).contains("'Mutate requests'");
    assertThat(test.group(A, "t4").number("targetSize")).isZero();
  }

  @Test
  void anyErrorCanBeAnswered() {
    test.gcp
        .faults()
        .next(
            1,
            Faults.action("instanceGroupManagers.resize"),
            new Fault.ErrorAnswer(429, "rateLimitExceeded", "Slow down."));

    assertThat(test.group(A, "t4").status()).isEqualTo(200);
    assertThat(test.resize(A, "t4", 1).error()).isEqualTo("429 rateLimitExceeded: Slow down.");
    assertThat(test.resize(A, "t4", 1).status()).isEqualTo(200);
  }

  @Test
  void anAnswerCanBeLostAfterTheRequestWasCarriedOut() {
    test.gcp.faults().next(1, Faults.region(A), new Fault.LostAnswer());

    assertThatThrownBy(() -> test.resize(A, "t4", 3)).isInstanceOf(UncheckedIOException.class);
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(3);
    assertThat(test.gcp.calls().calls())
        .extracting(Call::action, Call::status)
        .first()
        .isEqualTo(tuple("instanceGroupManagers.resize", Call.NO_ANSWER));
  }

  @Test
  void theLogOfCallsHasWhatWasAsked() {
    test.resize(A, "t4", 3);
    test.createInstances(A, "t4", "t4-aaaa");

    assertThat(test.gcp.calls().calls().get(0).parameters())
        .containsEntry("project", "ml-prod")
        .containsEntry("zone", A)
        .containsEntry("name", "t4")
        .containsEntry("size", "3");
    assertThat(test.gcp.calls().calls().get(0).cloud()).isEqualTo("gcp");
    assertThat(test.gcp.calls().calls().get(1).parameters().get("body")).contains("t4-aaaa");
  }

  @Test
  void aBodyThatIsNoneIsRefused() {
    Reply answer =
        test.send(
            HttpRequest.newBuilder(
                    test.gcp
                        .endpoint()
                        .resolve(
                            "/compute/v1/projects/ml-prod/"
                                + GcpUnderTest.path(A, "t4")
                                + "/deleteInstances"))
                .POST(BodyPublishers.ofString("{\"instances\": ")));

    assertThat(answer.error()).startsWith("400 parseError: Parse Error");
    assertThat(
            test.post(
                    GcpUnderTest.path(A, "t4") + "/createInstances",
                    Map.of("instances", List.of("t4-aaaa")))
                .error())
        .startsWith("400 required");
  }
}
