package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultInjectionTest {

  private static final String UPDATE = "VirtualMachineScaleSets_Update";

  private final AzureUnderTest test = new AzureUnderTest();

  @BeforeEach
  void aScaleSet() {
    test.subscription.addGroup(uniform("t4"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void throttlingLooksLikeAzures() {
    test.azure.faults().next(1, Faults.action(UPDATE), new Fault.Throttle());

    Reply throttled = test.resize("t4", 1);

    assertThat(throttled.status()).isEqualTo(429);
    assertThat(throttled.header("Retry-After")).isEqualTo("30");
    assertThat(throttled.error()).startsWith("429 OperationNotAllowed: The server rejected");
    assertThat(test.group("t4").number("sku.capacity")).isZero();
    assertThat(test.resize("t4", 1).status()).isEqualTo(200);
  }

  @Test
  void errorsAreInAzuresForm() {
    test.azure
        .faults()
        .next(1, Faults.any(), new Fault.ErrorAnswer(409, "Conflict", "Try it again."));

    Reply refused = test.group("t4");

    assertThat(refused.error()).isEqualTo("409 Conflict: Try it again.");
    assertThat(refused.header("x-ms-request-id")).isNotEmpty();
  }

  @Test
  void anAnswerThatIsLostIsAChangeThatIsMade() {
    test.azure.faults().next(1, Faults.action(UPDATE), new Fault.LostAnswer());

    assertThatThrownBy(() -> test.resize("t4", 2)).isInstanceOf(UncheckedIOException.class);

    assertThat(test.group("t4").number("sku.capacity")).isEqualTo(2);
    Call call = test.azure.calls().calls(UPDATE).get(0);
    assertThat(call.errorCode()).isEqualTo(Optional.of("LostAnswer"));
    assertThat(call.cloud()).isEqualTo("azure");
    assertThat(call.parameters()).containsEntry("name", "t4").containsKey("body");
  }

  @Test
  void somethingInBetweenCanAnswerForAWhile() {
    Episode page = test.azure.faults().always(Faults.any(), new Fault.Html(502));
    assertThat(test.group("t4").status()).isEqualTo(502);
    page.close();
    assertThat(test.group("t4").status()).isEqualTo(200);
  }

  @Test
  void thePlacesThatHandOutTokensFailInTheirOwnForm() {
    test.azure.faults().next(1, Faults.action("token"), new Fault.Throttle());
    test.azure.faults().next(1, Faults.action("token"), new Fault.ErrorAnswer(500, "x", "y"));
    HttpRequest.Builder login =
        HttpRequest.newBuilder(test.azure.endpoint().resolve("/t/oauth2/v2.0/token"))
            .POST(HttpRequest.BodyPublishers.noBody());

    assertThat(test.send(login).text("error")).isEqualTo("temporarily_unavailable");
    assertThat(test.send(login).text("error_description")).isEqualTo("y");
  }

  @Test
  void whatIsNotEmulatedIsInTheLogWithoutAName() {
    test.get("providers/Microsoft.Compute/disks");

    assertThat(test.azure.calls().count("")).isEqualTo(1);
  }
}
