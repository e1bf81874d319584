package io.gpupool.clouds.emulator.aws;

import io.gpupool.clouds.emulator.ManualClock;
import io.gpupool.clouds.emulator.aws.model.Accelerator;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sts.StsClient;

/** An emulated AWS with a clock to move and AWS's own clients, which never retry. */
final class AwsUnderTest implements AutoCloseable {

  static final String REGION = "us-east-1";
  static final AwsCredentials SOMEBODY = AwsBasicCredentials.create("AKIDEXAMPLE", "secret");

  final ManualClock clock = new ManualClock();
  final EmulatedAws aws;
  final EmulatedRegion region;
  final AutoScalingClient autoScaling;
  final Ec2Client ec2;
  final StsClient sts;
  private final SdkHttpClient http =
      UrlConnectionHttpClient.builder()
          .connectionTimeout(Duration.ofSeconds(5))
          .socketTimeout(Duration.ofSeconds(20))
          .build();

  AwsUnderTest() {
    this(1);
  }

  AwsUnderTest(long seed) {
    aws = EmulatedAws.builder().clock(clock).seed(seed).start();
    aws.addInstanceType(
        InstanceType.x86("p5.48xlarge", 192, 2_097_152)
            .with(new Accelerator.Gpu(8, "H100", "NVIDIA", 81_920)));
    aws.addInstanceType(
        InstanceType.x86("g5.xlarge", 4, 16_384)
            .with(new Accelerator.Gpu(1, "A10G", "NVIDIA", 24_576)));
    aws.addInstanceType(InstanceType.arm("g5g.xlarge", 4, 8_192));
    region = aws.region(REGION);
    autoScaling = autoScaling(SOMEBODY, REGION);
    ec2 = ec2(SOMEBODY, REGION);
    sts = to(StsClient.builder(), SOMEBODY, REGION).httpClient(http).build();
  }

  AutoScalingClient autoScaling(AwsCredentials credentials, String regionName) {
    return to(AutoScalingClient.builder(), credentials, regionName).httpClient(http).build();
  }

  AutoScalingClient autoScaling(SdkHttpClient otherHttp) {
    return to(AutoScalingClient.builder(), SOMEBODY, REGION).httpClient(otherHttp).build();
  }

  Ec2Client ec2(AwsCredentials credentials, String regionName) {
    return to(Ec2Client.builder(), credentials, regionName).httpClient(http).build();
  }

  StsClient sts(AwsCredentials credentials) {
    return to(StsClient.builder(), credentials, REGION).httpClient(http).build();
  }

  private <B extends AwsClientBuilder<B, C>, C> B to(
      B builder, AwsCredentials credentials, String regionName) {
    return builder
        .region(Region.of(regionName))
        .endpointOverride(aws.endpoint())
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(
            settings -> settings.retryStrategy(DefaultRetryStrategy.doNotRetry()));
  }

  /** Lets time pass. */
  void pass(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
  }

  Instant now() {
    return clock.instant();
  }

  /** What AWS says of a group. */
  AutoScalingGroup described(String group) {
    return autoScaling
        .describeAutoScalingGroups(request -> request.autoScalingGroupNames(group))
        .autoScalingGroups()
        .get(0);
  }

  /** The lifecycle states of a group's instances. */
  List<String> states(String group) {
    return described(group).instances().stream().map(Instance::lifecycleStateAsString).toList();
  }

  /** What AWS says a group did, newest first. */
  List<Activity> activities(String group) {
    return autoScaling
        .describeScalingActivities(request -> request.autoScalingGroupName(group))
        .activities();
  }

  void setDesired(String group, int desired) {
    autoScaling.setDesiredCapacity(
        request -> request.autoScalingGroupName(group).desiredCapacity(desired));
  }

  /** Makes so many empty groups: {@code g-001} and so on. */
  List<String> groups(int number) {
    List<String> names =
        IntStream.rangeClosed(1, number).mapToObj(i -> String.format("g-%03d", i)).toList();
    names.forEach(name -> region.addGroup(GroupDefinition.of(name, "g5.xlarge")));
    return names;
  }

  /** A refusal as the client sees it. */
  record Refusal(int status, String code, String message) {}

  static Refusal refusalOf(ThrowingCallable call) {
    AwsServiceException refused = Assertions.catchThrowableOfType(AwsServiceException.class, call);
    Assertions.assertThat(refused).as("a refusal").isNotNull();
    return new Refusal(
        refused.statusCode(),
        refused.awsErrorDetails().errorCode(),
        refused.awsErrorDetails().errorMessage());
  }

  static Refusal validation(String message) {
    return new Refusal(400, "ValidationError", message);
  }

  @Override
  public void close() {
    autoScaling.close();
    ec2.close();
    sts.close();
    http.close();
    aws.close();
  }
}
