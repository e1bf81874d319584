package io.gpupool.clouds.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.aws.model.LaunchRefusal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS refuses, calls and launches, in our words. */
class AwsRefusalTest {

  private final AwsWorld world = new AwsWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource({
    "400, Throttling, THROTTLED, false",
    "503, RequestLimitExceeded, THROTTLED, true",
    "400, ResourceContention, THROTTLED, false",
    "400, ScalingActivityInProgress, THROTTLED, false",
    "403, AccessDenied, DENIED, false",
    "403, UnauthorizedOperation, DENIED, false",
    "403, SignatureDoesNotMatch, DENIED, false",
    "400, ExpiredToken, DENIED, false",
    "400, RequestExpired, DENIED, false",
    "400, LimitExceeded, QUOTA, false",
    "500, InternalFailure, UNAVAILABLE, true",
    "503, ServiceUnavailable, UNAVAILABLE, true",
    "502, SomethingNew, UNAVAILABLE, true",
    "400, ValidationError, INVALID, false",
    "400, SomethingNewer, INVALID, false"
  })
  void theCodesOfRefusedChanges(int status, String code, Kind kind, boolean mayHaveHappened) {
    world.createGroup("workers", 0, 9, 1);
    world
        .aws
        .faults()
        .next(1, Faults.action("SetDesiredCapacity"), new Fault.ErrorAnswer(status, code, "words"));

    CloudError error = resizeFails();

    assertThat(error.kind()).isEqualTo(kind);
    assertThat(error.code()).isEqualTo(code);
    assertThat(error.text()).contains("words");
    assertThat(error.mayHaveHappened()).isEqualTo(mayHaveHappened);
  }

  @Test
  void anEmptyAnswerIsNoAnswer() {
    world.createGroup("workers", 0, 9, 1);
    world.aws.faults().next(1, Faults.action("DescribeAutoScalingGroups"), new Fault.EmptyBody());
    CloudError error = observationFails(world.cloud());
    assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(error.text()).contains("no request id");
  }

  @Test
  void aPageInPlaceOfAnAnswerToAChangeMayHideThatItHappened() {
    world.createGroup("workers", 0, 9, 1);
    world.aws.faults().next(1, Faults.action("SetDesiredCapacity"), new Fault.Html(200));
    CloudError error = resizeFails();
    assertThat(error.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(error.mayHaveHappened()).isTrue();
  }

  @Test
  void aChangeThatNeverLeftDidNotHappen() {
    world.createGroup("workers", 0, 9, 1);
    AwsCloud lost = world.adapter(AwsWorld.settings(AwsWorld.nobodyThere()));
    CloudException thrown =
        Assertions.assertThrows(
            CloudException.class, () -> lost.resize(AwsWorld.id("workers"), 1, 2));
    assertThat(thrown.error().kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(thrown.error().mayHaveHappened()).isFalse();
  }

  @Test
  void withoutCredentialsTheReasonIsThatThereAreNone() {
    AwsSettings own = world.settings();
    AwsCloud anonymous =
        world.adapter(
            new AwsSettings(
                own.region(),
                own.discoverTags(),
                own.groups(),
                own.endpoint(),
                Optional.empty(),
                Optional.empty(),
                own.timeouts()));
    CloudError error = observationFails(anonymous);
    assertThat(error.kind()).isEqualTo(Kind.DENIED);
    assertThat(error.code()).isEqualTo("NoCredentials");
    assertThat(error.text()).containsIgnoringCase("credentials");
  }

  @Test
  void refusedCredentialsOfEc2AreDeniedThoughItsWordsAreLost() {
    world.createGroup("workers", 0, 9, 1);
    world
        .aws
        .faults()
        .always(
            Faults.action("DescribeLaunchTemplates"),
            new Fault.ErrorAnswer(401, "AuthFailure", "not validated"));
    assertThat(observationFails(world.cloud()).kind()).isEqualTo(Kind.DENIED);
  }

  @Test
  void aReadingIsTriedAgainAndAChangeIsNot() throws Exception {
    world.createGroup("workers", 0, 9, 1);
    world.aws.calls().clear();
    world
        .aws
        .faults()
        .next(
            2,
            Faults.action("DescribeAutoScalingGroups"),
            new Fault.ErrorAnswer(500, "InternalFailure", "again"));
    assertThat(world.cloud().observe(Optional.empty()).groups()).hasSize(1);
    assertThat(world.aws.calls().count("DescribeAutoScalingGroups")).isEqualTo(3);

    world
        .aws
        .faults()
        .next(
            1,
            Faults.action("SetDesiredCapacity"),
            new Fault.ErrorAnswer(500, "InternalFailure", "once"));
    resizeFails();
    assertThat(world.aws.calls().count("SetDesiredCapacity")).isEqualTo(1);
  }

  @Test
  void whatLaunchesFailFor() throws Exception {
    Map<LaunchRefusal, FailureCode> expected =
        Map.of(
            LaunchRefusal.outOfCapacity(AwsWorld.TYPE, "us-east-1a", List.of("us-east-1b")),
            FailureCode.INSUFFICIENT_CAPACITY,
            LaunchRefusal.noSpotCapacity(),
            FailureCode.INSUFFICIENT_CAPACITY,
            LaunchRefusal.vcpuLimit(32),
            FailureCode.QUOTA_EXCEEDED,
            LaunchRefusal.spotLimit(),
            FailureCode.SPOT_QUOTA_EXCEEDED,
            LaunchRefusal.spotPriceTooLow(BigDecimal.ONE, BigDecimal.TEN),
            FailureCode.SPOT_PRICE_TOO_LOW,
            LaunchRefusal.noFreeAddresses("subnet-1"),
            FailureCode.IP_SPACE_EXHAUSTED,
            LaunchRefusal.unsupported(AwsWorld.TYPE, "us-east-1a", List.of("us-east-1b")),
            FailureCode.UNSUPPORTED_CONFIGURATION);
    int number = 0;
    for (Map.Entry<LaunchRefusal, FailureCode> entry : expected.entrySet()) {
      String name = "group-" + number++;
      world.createGroup(name, 0, 9, 0);
      world.aws.refuseLaunches(attempt -> attempt.group().equals(name), entry.getKey());
      world.cloud().resize(AwsWorld.id(name), 0, 1);
      world.pass(Duration.ofSeconds(20));

      List<LaunchFailure> failures = world.read(name).launchFailures();

      assertThat(failures).as(entry.getKey().code()).isNotEmpty();
      assertThat(failures.get(0).code()).as(entry.getKey().text()).isEqualTo(entry.getValue());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Could not launch Spot Instances. UnfulfillableCapacity - Unable to fulfill capacity. Launching EC2 instance failed. | INSUFFICIENT_CAPACITY",
        "InsufficientHostCapacity: no host | RESERVATION_CAPACITY_EXCEEDED",
        "ReservationCapacityExceeded | RESERVATION_CAPACITY_EXCEEDED",
        "You have requested more instances (21) than your current instance limit of 20 allows | QUOTA_EXCEEDED",
        "The image id '[ami-123]' does not exist. Launching EC2 instance failed. | INVALID_CONFIGURATION",
        "The key pair 'x' does not exist | INVALID_CONFIGURATION",
        "The security group 'sg-1' does not exist in VPC | INVALID_CONFIGURATION",
        "You are not authorized to use launch template: lt-1 | PERMISSIONS_ERROR",
        "AccessDenied when calling RunInstances | PERMISSIONS_ERROR",
        "Something that nobody has seen | OTHER"
      })
  void whatOtherFailuresAreCalled(String statusMessage, FailureCode code) {
    assertThat(LaunchFailures.code(statusMessage)).isEqualTo(code);
  }

  @Test
  void aGroupOnItsWayOutIsNotManagedAnyMore() throws Exception {
    world.createGroup("leaving", 0, 3, 2);
    world.deleteGroup(AwsWorld.id("leaving"));
    assertThat(world.cloud().observe(Optional.empty()).groups()).isEmpty();
  }

  private CloudError resizeFails() {
    return Assertions.assertThrows(
            CloudException.class, () -> world.cloud().resize(AwsWorld.id("workers"), 1, 2))
        .error();
  }

  private static CloudError observationFails(AwsCloud cloud) {
    return Assertions.assertThrows(CloudException.class, () -> cloud.observe(Optional.empty()))
        .error();
  }
}
