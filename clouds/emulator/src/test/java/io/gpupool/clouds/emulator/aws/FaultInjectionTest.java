package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;

final class FaultInjectionTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @BeforeEach
  void oneGroup() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void throttlingIsToldInEachServicesWay() {
    test.aws.faults().next(3, Faults.any(), new Fault.Throttle());

    assertThat(refusalOf(() -> test.setDesired("g5", 1)))
        .isEqualTo(new Refusal(400, "Throttling", "Rate exceeded"));
    assertThat(refusalOf(test.ec2::describeInstances))
        .isEqualTo(new Refusal(503, "RequestLimitExceeded", "Request limit exceeded."));
    assertThatThrownBy(test.sts::getCallerIdentity)
        .isInstanceOfSatisfying(
            AwsServiceException.class,
            throttled -> assertThat(throttled.isThrottlingException()).isTrue());
    assertThat(test.region.group("g5").orElseThrow().desired()).isZero();

    test.setDesired("g5", 1);
    assertThat(test.region.group("g5").orElseThrow().desired()).isEqualTo(1);
  }

  @Test
  void anyErrorCanBeAnswered() {
    test.aws
        .faults()
        .next(
            1,
            Faults.action("SetDesiredCapacity"),
            new Fault.ErrorAnswer(500, "InternalFailure", "We encountered an internal error."));

    test.autoScaling.describeAutoScalingGroups();
    assertThat(refusalOf(() -> test.setDesired("g5", 1)))
        .isEqualTo(new Refusal(500, "InternalFailure", "We encountered an internal error."));
  }

  @Test
  void aSlowAnswerIsCarriedOutAndArrives() {
    test.aws.faults().next(1, Faults.any(), new Fault.Latency(Duration.ofMillis(100)));

    test.setDesired("g5", 1);

    assertThat(test.region.group("g5").orElseThrow().desired()).isEqualTo(1);
    assertThat(test.aws.calls().calls("SetDesiredCapacity"))
        .extracting(Call::succeeded)
        .containsExactly(true);
  }

  @Test
  void aConnectionThatIsResetLeavesEverythingAsItWas() {
    test.aws.faults().next(1, Faults.any(), new Fault.ConnectionReset());

    assertThatThrownBy(() -> test.setDesired("g5", 1))
        .isInstanceOf(SdkClientException.class)
        .hasRootCauseInstanceOf(SocketException.class);

    assertThat(test.region.group("g5").orElseThrow().desired()).isZero();
  }

  @Test
  void anAnswerCanBeLostAfterTheWrite() {
    test.aws.faults().next(1, Faults.any(), new Fault.LostAnswer());

    assertThatThrownBy(() -> test.setDesired("g5", 1)).isInstanceOf(SdkClientException.class);

    assertThat(test.region.group("g5").orElseThrow().desired()).isEqualTo(1);
    assertThat(test.aws.calls().calls())
        .extracting(Call::action, Call::status, Call::errorCode)
        .containsExactly(tuple("SetDesiredCapacity", Call.NO_ANSWER, Optional.of("LostAnswer")));
  }

  @Test
  void anEndpointCanHangWithoutHoldingUpOthers() {
    Episode outage = test.aws.faults().always(Faults.region("us-east-1"), new Fault.Hang());

    try (SdkHttpClient impatient =
            UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMillis(200)).build();
        AutoScalingClient client = test.autoScaling(impatient)) {
      assertThatThrownBy(client::describeAutoScalingGroups)
          .isInstanceOf(SdkClientException.class)
          .hasRootCauseInstanceOf(SocketTimeoutException.class);
    }
    assertThat(
            test.autoScaling(AwsUnderTest.SOMEBODY, "eu-west-1")
                .describeAutoScalingGroups()
                .autoScalingGroups())
        .isEmpty();

    outage.close();
    assertThat(test.autoScaling.describeAutoScalingGroups().autoScalingGroups()).hasSize(1);
  }

  @Test
  void somethingInBetweenCanAnswerWithAPage() {
    test.aws.faults().next(1, Faults.any(), new Fault.Html(503));

    assertThatThrownBy(test.autoScaling::describeAutoScalingGroups)
        .isInstanceOfSatisfying(
            AwsServiceException.class, failed -> assertThat(failed.statusCode()).isEqualTo(503));
  }

  /** The page is XML, its elements are unknown to the SDK, and what is unknown is left out. */
  @Test
  void aPageThatClaimsSuccessIsAnAnswerWithoutGroupsToTheSdk() {
    test.aws.faults().next(1, Faults.any(), new Fault.Html(200));

    assertThat(test.autoScaling.describeAutoScalingGroups().autoScalingGroups()).isEmpty();
    assertThat(test.aws.calls().calls()).extracting(Call::succeeded).containsExactly(false);
  }

  @Test
  void anEmptyAnswerIsAnAnswerWithoutGroupsToTheSdk() {
    test.aws.faults().next(1, Faults.any(), new Fault.EmptyBody());

    assertThat(test.autoScaling.describeAutoScalingGroups().autoScalingGroups()).isEmpty();
    assertThat(test.aws.calls().calls())
        .extracting(Call::status, Call::errorCode)
        .containsExactly(tuple(200, Optional.of("EmptyBody")));
  }

  @Test
  void theLogTellsWhatWasAskedAndWhatCameOfIt() {
    test.setDesired("g5", 3);
    test.pass(5);
    refusalOf(() -> test.setDesired("g5", 99));

    assertThat(test.aws.calls().calls()).hasSize(2);
    Call first = test.aws.calls().calls().get(0);
    assertThat(first.cloud()).isEqualTo("aws");
    assertThat(first.operation().service()).isEqualTo("autoscaling");
    assertThat(first.region()).isEqualTo("us-east-1");
    assertThat(first.at()).isEqualTo("2026-01-01T10:00:00Z");
    assertThat(first.parameters())
        .containsEntry("AutoScalingGroupName", "g5")
        .containsEntry("DesiredCapacity", "3")
        .hasSize(2);
    assertThat(first.succeeded()).isTrue();
    Call second = test.aws.calls().calls().get(1);
    assertThat(second.at()).isEqualTo("2026-01-01T10:00:05Z");
    assertThat(second.status()).isEqualTo(400);
    assertThat(second.errorCode()).contains("ValidationError");
    assertThat(test.aws.calls().count("SetDesiredCapacity")).isEqualTo(2);
  }
}
