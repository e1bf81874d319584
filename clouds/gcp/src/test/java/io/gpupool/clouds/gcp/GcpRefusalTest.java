package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Compute API refuses, and what machines don't come for, in our words. */
class GcpRefusalTest {

  private static final String LIST = "instanceGroupManagers.aggregatedList";
  private static final String RESIZE = "instanceGroupManagers.resize";

  private final GcpWorld world = new GcpWorld();
  private NodeGroupId id = world.unknownGroup();

  @BeforeEach
  void aGroup() {
    id = world.createGroup("workers", 0, 9, 1);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "403, rateLimitExceeded, THROTTLED, false",
    "403, userRateLimitExceeded, THROTTLED, false",
    "429, rateLimitExceeded, THROTTLED, false",
    "429, somethingNew, THROTTLED, false",
    "403, forbidden, DENIED, false",
    "403, accessNotConfigured, DENIED, false",
    "403, somethingNew, DENIED, false",
    "401, authError, DENIED, false",
    "401, required, DENIED, false",
    "404, notFound, NOT_FOUND, false",
    "403, quotaExceeded, QUOTA, false",
    "503, resourcePoolExhausted, OUT_OF_CAPACITY, true",
    "400, resourceNotReady, CHANGED, false",
    "412, conditionNotMet, CHANGED, false",
    "409, somethingNew, CHANGED, false",
    "400, invalid, INVALID, false",
    "400, required, INVALID, false",
    "400, somethingNew, INVALID, false",
    "500, internalError, UNAVAILABLE, true",
    "503, backendError, UNAVAILABLE, true",
    "502, somethingNew, UNAVAILABLE, true"
  })
  void theReasonsOfRefusedChanges(int status, String reason, Kind kind, boolean mayHaveHappened) {
    world
        .gcp
        .faults()
        .next(1, Faults.action(RESIZE), new Fault.ErrorAnswer(status, reason, "words"));

    CloudError error = resizeFails();

    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.code()).isEqualTo(reason);
    assertThat(error.text()).isEqualTo("words");
    assertThat(error.mayHaveHappened()).isEqualTo(mayHaveHappened);
  }

  @Test
  void aReadingIsTriedThreeTimesAtMost() throws Exception {
    world.gcp.faults().next(2, Faults.action(LIST), new Fault.ErrorAnswer(503, "backendError", ""));
    assertThat(world.read().groups()).hasSize(1);
    assertThat(world.gcp.calls().count(LIST)).isEqualTo(3);

    world.gcp.calls().clear();
    world
        .gcp
        .faults()
        .next(9, Faults.action(LIST), new Fault.ErrorAnswer(500, "internalError", "x"));
    assertThat(readFails().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(world.gcp.calls().count(LIST)).isEqualTo(3);
  }

  @Test
  void aThrottledReadingIsTriedAgain() throws Exception {
    world.gcp.faults().next(1, Faults.action(LIST), new Fault.Throttle());
    assertThat(world.read().groups()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"403, forbidden, DENIED", "400, invalid, INVALID"})
  void whatWontGetBetterIsNotTriedAgain(int status, String reason, Kind kind) {
    world.gcp.faults().next(1, Faults.action(LIST), new Fault.ErrorAnswer(status, reason, "no"));
    assertThat(readFails().kind()).isEqualTo(kind);
    assertThat(world.gcp.calls().count(LIST)).isEqualTo(1);
  }

  static Stream<Fault> notTheApi() {
    return Stream.of(
        new Fault.Html(200),
        new Fault.Html(502),
        new Fault.EmptyBody(),
        new Fault.ConnectionReset(),
        new Fault.Hang());
  }

  @ParameterizedTest
  @MethodSource("notTheApi")
  void whatIsntTheApisAnswerIsNoEmptyFleet(Fault fault) {
    // more than three: the JDK itself repeats a question whose connection broke
    world.gcp.faults().next(20, Faults.action(LIST), fault);
    assertThat(readFails().kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "instanceGroupManagers.listManagedInstances",
        "instanceTemplates.get",
        "machineTypes.get"
      })
  void anEmptyAnswerToAnyQuestionFailsTheReading(String action) {
    world.gcp.faults().next(3, Faults.action(action), new Fault.EmptyBody());
    assertThat(readFails().kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @MethodSource("notTheApi")
  void aChangeThatWasntAnsweredMayHaveHappened(Fault fault) {
    world.gcp.faults().next(1, Faults.action(RESIZE), fault);
    CloudError error = resizeFails();
    assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(error.mayHaveHappened()).isTrue();
    assertThat(world.gcp.calls().count(RESIZE)).isLessThanOrEqualTo(1);
  }

  @Test
  void aChangeThatNeverLeftDidNotHappen() {
    GcpCloud cloud = world.adapter(GcpWorld.settings(GcpWorld.nobodyThere()));
    CloudException refused =
        catchThrowableOfType(CloudException.class, () -> cloud.resize(id, 1, 2));
    assertThat(refused.error().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(refused.error().mayHaveHappened()).isFalse();
  }

  @Test
  void anOperationThatCantBeLookedUpFailsTheReadingAndIsFollowedLater() throws Exception {
    world.cloud().resize(id, 1, 2);
    world
        .gcp
        .faults()
        .next(
            3,
            Faults.action("zoneOperations.get"),
            new Fault.ErrorAnswer(500, "internalError", ""));
    assertThat(readFails().kind()).isEqualTo(Kind.UNAVAILABLE);
    world.settle();
    assertThat(world.read("workers").liveInstances()).isEqualTo(2);
    world.gcp.calls().clear();
    assertThat(world.read("workers").liveInstances()).isEqualTo(2);
    assertThat(world.gcp.calls().count("zoneOperations.get")).isZero();
  }

  // ---- launches

  static Stream<Arguments> launches() {
    return Stream.of(
        launch(CreationError.outOfCapacity("p", "z"), FailureCode.INSUFFICIENT_CAPACITY),
        launch(
            CreationError.outOfCapacityInDetail("p", "z", "(resource type:compute)"),
            FailureCode.INSUFFICIENT_CAPACITY),
        launch(CreationError.resourcePoolExhausted(), FailureCode.INSUFFICIENT_CAPACITY),
        launch(CreationError.insufficientCapacity(), FailureCode.INSUFFICIENT_CAPACITY),
        launch(
            CreationError.quotaExceeded("NVIDIA_H100_GPUS", 8, "us-central1"),
            FailureCode.QUOTA_EXCEEDED),
        launch(
            CreationError.quotaExceeded("PREEMPTIBLE_NVIDIA_H100_GPUS", 8, "us-central1"),
            FailureCode.SPOT_QUOTA_EXCEEDED),
        launch(CreationError.addressesExhausted("default"), FailureCode.IP_SPACE_EXHAUSTED),
        launch(
            CreationError.permissions("compute.subnetworks.use", "default"),
            FailureCode.PERMISSIONS_ERROR),
        launch(
            CreationError.externalAddressForbidden("p"),
            FailureCode.VM_EXTERNAL_IP_ACCESS_POLICY_CONSTRAINT),
        launch(CreationError.unsupportedTpu(), FailureCode.UNSUPPORTED_TPU_CONFIGURATION),
        launch(CreationError.reservationNotReady("r"), FailureCode.RESERVATION_NOT_READY),
        launch(CreationError.reservationMismatch("r"), FailureCode.INVALID_RESERVATION),
        launch(CreationError.reservationNotFound("r"), FailureCode.RESERVATION_NOT_FOUND),
        launch(CreationError.reservationUsedUp("r"), FailureCode.RESERVATION_CAPACITY_EXCEEDED),
        launch(CreationError.reservationIncompatible(), FailureCode.RESERVATION_INCOMPATIBLE),
        launch(
            CreationError.noAutomaticReservation(),
            FailureCode.AUTOMATIC_RESERVATIONS_NOT_AVAILABLE),
        launch(
            CreationError.automaticReservationsUsedUp(),
            FailureCode.AUTOMATIC_RESERVATIONS_NO_CAPACITY),
        launch(new CreationError("SOMETHING_NEW", "never heard of"), FailureCode.OTHER));
  }

  @ParameterizedTest
  @MethodSource("launches")
  void machinesThatDontComeSayWhy(CreationError error, FailureCode expected) throws Exception {
    world.failLaunches("workers", error);
    world.cloud().resize(id, 1, 2);
    world.pass(Duration.ofSeconds(30));
    assertThat(world.read("workers").launchFailures())
        .singleElement()
        .satisfies(
            failure -> {
              assertThat(failure.code()).isEqualTo(expected);
              assertThat(failure.text()).isEqualTo(error.code() + ": " + error.message());
            });
    // and so they do to a server that has just been started
    assertThat(
            world
                .anotherCloud()
                .observe(Optional.empty())
                .group(id)
                .orElseThrow()
                .launchFailures()
                .get(0)
                .code())
        .isEqualTo(expected);
  }

  private static Arguments launch(CreationError error, FailureCode code) {
    return Arguments.of(error, code);
  }

  private CloudError resizeFails() {
    return catchThrowableOfType(CloudException.class, () -> world.cloud().resize(id, 1, 2)).error();
  }

  private CloudError readFails() {
    return catchThrowableOfType(CloudException.class, world::read).error();
  }
}
