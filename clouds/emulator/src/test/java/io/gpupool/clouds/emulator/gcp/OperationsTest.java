package io.gpupool.clouds.emulator.gcp;

import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.A;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.REGION;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.encoded;
import static io.gpupool.clouds.emulator.gcp.GcpUnderTest.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OperationsTest {

  private static final String REQUEST = "0b7cf4d2-0b7c-4d2e-8b7c-0b7cf4d2e8b7";

  private final GcpUnderTest test = new GcpUnderTest();

  @BeforeEach
  void groups() {
    test.project.addGroup(GroupDefinition.of(A, "t4", "n1-standard-8"));
    test.project.addGroup(GroupDefinition.of(REGION, "l4", "g2-standard-4"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void anOperationIsPendingThenRunsThenIsDone() {
    Reply operation = test.resize(A, "t4", 1);

    assertThat(operation.text("kind")).isEqualTo("compute#operation");
    assertThat(operation.text("name")).matches("operation-1767261600000-\\w{13}-\\w{8}-\\w{8}");
    assertThat(operation.text("status")).isEqualTo("PENDING");
    assertThat(operation.number("progress")).isZero();
    assertThat(operation.text("targetLink"))
        .endsWith("/projects/ml-prod/zones/us-central1-a/instanceGroupManagers/t4");
    assertThat(operation.text("targetId")).isEqualTo(test.group(A, "t4").text("id"));
    assertThat(operation.text("zone")).endsWith("/projects/ml-prod/zones/us-central1-a");
    assertThat(operation.text("insertTime")).isEqualTo("2026-01-01T02:00:00.000-08:00");
    assertThat(operation.texts("endTime")).isEmpty();
    test.pass(1);
    assertThat(test.again(operation).text("status")).isEqualTo("RUNNING");
    assertThat(test.again(operation).text("startTime")).isEqualTo("2026-01-01T02:00:01.000-08:00");
    test.pass(2);
    assertThat(test.again(operation).text("status")).isEqualTo("DONE");
    assertThat(test.again(operation).number("progress")).isEqualTo(100);
    assertThat(test.again(operation).text("endTime")).isEqualTo("2026-01-01T02:00:03.000-08:00");
    assertThat(test.again(operation).texts("error")).isEmpty();
  }

  @Test
  void operationsOfRegionalGroupsAreInTheirRegion() {
    Reply operation = test.resize(REGION, "l4", 1);

    assertThat(operation.text("region")).endsWith("/projects/ml-prod/regions/us-central1");
    assertThat(test.again(operation).text("id")).isEqualTo(operation.text("id"));
    assertThat(test.get("regions/us-central1/operations").texts("items.*.name"))
        .containsExactly(operation.text("name"));
    assertThat(test.get("zones/us-central1-a/operations").all("items.*")).isEmpty();
    assertThat(test.get("global/operations").all("items.*")).isEmpty();
    assertThat(
            test.get("aggregated/operations").texts("items.regions/us-central1.operations.*.name"))
        .containsExactly(operation.text("name"));
    assertThat(test.get("global/operations/" + operation.text("name")).status()).isEqualTo(404);
  }

  @Test
  void waitingAnswersAtOnceWithWhateverItIs() {
    Reply operation = test.resize(A, "t4", 1);
    String wait = "zones/us-central1-a/operations/" + operation.text("name") + "/wait";

    assertThat(test.post(wait, Map.of()).text("status")).isEqualTo("PENDING");
    test.pass(3);
    assertThat(test.post(wait, Map.of()).text("status")).isEqualTo("DONE");
  }

  @Test
  void theSameRequestTwiceIsOneOperation() {
    String resize = path(A, "t4") + "/resize?size=2&requestId=" + REQUEST;
    Reply first = test.post(resize, Map.of());
    test.project.setTargetSize(A, "t4", 5);
    Reply second = test.post(resize, Map.of());

    assertThat(second.text("name")).isEqualTo(first.text("name"));
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(5);
    assertThat(test.get("zones/us-central1-a/operations").all("items.*")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "00000000-0000-0000-0000-000000000000"})
  void aRequestIdIsAUuid(String id) {
    assertThat(test.post(path(A, "t4") + "/resize?size=2&requestId=" + id, Map.of()).error())
        .isEqualTo(
            "400 invalid: Invalid value for field 'requestId': '"
                + id
                + "'. Must be a valid UUID.");
    assertThat(test.group(A, "t4").number("targetSize")).isZero();
  }

  @Test
  void anOperationCanFailAfterItWasAcceptedAndChangesNothing() {
    Episode failing =
        test.gcp.failOperations(
            attempt -> attempt.type().endsWith(".resize"),
            CreationError.quotaExceeded("CPUS", 8, "us-central1"));
    Reply operation = test.resize(A, "t4", 4);

    assertThat(operation.status()).isEqualTo(200);
    assertThat(operation.texts("error")).isEmpty();
    test.pass(3);
    Reply done = test.again(operation);
    assertThat(done.text("error.errors.0.code")).isEqualTo("QUOTA_EXCEEDED");
    assertThat(done.number("httpErrorStatusCode")).isEqualTo(403);
    assertThat(done.text("httpErrorMessage")).isEqualTo("FORBIDDEN");
    assertThat(test.group(A, "t4").number("targetSize")).isZero();

    failing.close();
    test.resize(A, "t4", 4);
    assertThat(test.group(A, "t4").number("targetSize")).isEqualTo(4);
  }

  @Test
  void operationsAreForgottenAfterTwoWeeks() {
    Reply operation = test.resize(A, "t4", 1);
    test.pass(14 * 24 * 3600);

    assertThat(test.again(operation).error())
        .isEqualTo(
            "404 notFound: The resource 'projects/ml-prod/zones/us-central1-a/operations/"
                + operation.text("name")
                + "' was not found");
  }

  @Test
  void theLatestOperationsOfAGroupCanBeListedFirst() {
    test.project.addGroup(GroupDefinition.of(A, "other", "n1-standard-8"));
    for (int size = 1; size <= 3; size++) {
      test.resize(A, "t4", size);
      test.resize(A, "other", size);
    }
    test.pass(1);
    String last = test.resize(A, "t4", 0).text("name");
    String list =
        "zones/us-central1-a/operations?maxResults=3&orderBy=creationTimestamp%20desc&filter="
            + encoded("targetId = " + test.group(A, "t4").text("id"));

    Reply newest = test.get(list);
    Reply oldest = test.get(list + "&pageToken=" + encoded(newest.text("nextPageToken")));

    assertThat(newest.all("items.*")).hasSize(3);
    assertThat(newest.text("items.0.name")).isEqualTo(last);
    assertThat(newest.texts("items.*.name")).isSortedAccordingTo(Comparator.reverseOrder());
    assertThat(oldest.all("items.*")).hasSize(1);
  }
}
