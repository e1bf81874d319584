package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BatchTest {

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
  void everyPartIsAnsweredUnderItsOwnId() {
    String group = "/compute/v1/projects/ml-prod/zones/us-central1-a/instanceGroupManagers/t4";
    Reply answer =
        post(
            part(0, "GET " + group + "?alt=json")
                + part(1, "POST " + group + "/resize?size=3")
                + part(2, "GET " + group + "-unknown")
                + "--b--\n");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text().split("--batch_emulated", -1)).hasSize(5);
    assertThat(answer.text())
        .contains("Content-ID: <response-x+0>\r\n\r\nHTTP/1.1 200 OK\r\n")
        .contains("Content-ID: <response-x+1>\r\n\r\nHTTP/1.1 200 OK\r\n")
        .contains("Content-ID: <response-x+2>\r\n\r\nHTTP/1.1 404 Error\r\n")
        .contains("compute#instanceGroupManager")
        .endsWith("--batch_emulated--\r\n");
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(3);
    assertThat(test.gcp.calls().count("batch")).isEqualTo(1);
  }

  @Test
  void whatIsNoBatchIsRefused() {
    assertThat(post("--b\nContent-Type: application/http\n\nnonsense\n--b--\n").error())
        .startsWith("400 parseError: Failed to parse batch request");
    test.gcp.faults().next(1, Faults.action("batch"), new Fault.Throttle());
    assertThat(post("--b--").error()).startsWith("403 rateLimitExceeded");
  }

  private static String part(int number, String request) {
    return "--b\nContent-Type: application/http\nContent-ID: <x+"
        + number
        + ">\n\n"
        + request
        + " HTTP/1.1\nContent-Type: application/json\naccept: application/json\n\n\n";
  }

  private Reply post(String body) {
    return test.send(
        HttpRequest.newBuilder(test.gcp.endpoint().resolve("/batch/compute/v1"))
            .POST(BodyPublishers.ofString(body)),
        "Content-Type",
        "multipart/mixed; boundary=\"b\"");
  }
}
