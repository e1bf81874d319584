package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

final class AccessTest {

  private static final String ME = "arn:aws:iam::111122223333:user/emulated";

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
  void aRequestWithoutAWellFormedAuthorizationIsRefused() throws Exception {
    HttpResponse<String> answer = post("Action=DescribeAutoScalingGroups&Version=2011-01-01");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .contains("<Code>MissingAuthenticationToken</Code>")
        .contains("<Message>Request is missing Authentication Token</Message>")
        .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ErrorResponse>");
    assertThat(post("Action=DescribeRegions&Version=2016-11-15").body())
        .contains("<Response><Errors><Error><Code>MissingAuthenticationToken</Code>");
    assertThat(test.aws.calls().calls()).extracting(Call::region).containsExactly("", "");
  }

  @Test
  void allCredentialsCanBeRefusedForAWhile() {
    Episode outage = test.aws.access().refuseAllCredentials();

    assertThat(refusalOf(test.autoScaling::describeAutoScalingGroups))
        .isEqualTo(
            new Refusal(
                403,
                "InvalidClientTokenId",
                "The security token included in the request is invalid."));
    outage.close();
    assertThat(test.autoScaling.describeAutoScalingGroups().autoScalingGroups()).hasSize(1);
  }

  /** The JDK's client, and so the SDK upon it, shows no body of an answer with status 401. */
  @Test
  void ec2RefusesCredentialsInItsOwnWords() throws Exception {
    test.aws.access().refuseAllCredentials();

    assertThat(refusalOf(test.ec2::describeRegions).status()).isEqualTo(401);
    assertThat(
            post(
                    "Action=DescribeRegions&Version=2016-11-15",
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/ec2/aws4_request,"
                        + " SignedHeaders=host, Signature="
                        + "0".repeat(64))
                .body())
        .contains(
            "<Response><Errors><Error><Code>AuthFailure</Code><Message>AWS was not able to"
                + " validate the provided access credentials</Message></Error></Errors>");
  }

  @Test
  void oneAccessKeyCanBeRefused() {
    test.aws.access().refuseCredentials("AKIDREVOKED");
    AutoScalingClient revoked =
        test.autoScaling(AwsBasicCredentials.create("AKIDREVOKED", "s"), AwsUnderTest.REGION);

    assertThat(refusalOf(revoked::describeAutoScalingGroups).code())
        .isEqualTo("InvalidClientTokenId");
    assertThat(test.autoScaling.describeAutoScalingGroups().autoScalingGroups()).hasSize(1);
  }

  @Test
  void anActionCanBeDenied() {
    Episode denied = test.aws.access().deny("autoscaling:SetDesiredCapacity");

    assertThat(refusalOf(() -> test.setDesired("g5", 1)))
        .isEqualTo(
            new Refusal(
                403,
                "AccessDenied",
                "User: "
                    + ME
                    + " is not authorized to perform: autoscaling:SetDesiredCapacity on resource:"
                    + " arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*"
                    + ":autoScalingGroupName/g5 with an explicit deny in an identity-based"
                    + " policy"));
    assertThat(test.described("g5").desiredCapacity()).isZero();

    denied.close();
    test.setDesired("g5", 1);
  }

  @Test
  void ec2DeniesInItsOwnWords() {
    test.aws.access().deny("ec2:*");

    assertThat(refusalOf(test.ec2::describeInstances))
        .isEqualTo(
            new Refusal(
                403,
                "UnauthorizedOperation",
                "You are not authorized to perform this operation. User: "
                    + ME
                    + " is not authorized to perform: ec2:DescribeInstances with an explicit deny"
                    + " in an identity-based policy"));
  }

  @Test
  void onlySomeActionsCanBeAllowed() {
    test.aws.access().allowOnly(Set.of("autoscaling:Describe*", "autoscaling:SetDesiredCapacity"));

    test.autoScaling.describeAutoScalingGroups();
    test.setDesired("g5", 1);
    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.deleteAutoScalingGroup(
                        request -> request.autoScalingGroupName("g5"))))
        .isEqualTo(
            new Refusal(
                403,
                "AccessDenied",
                "User: "
                    + ME
                    + " is not authorized to perform: autoscaling:DeleteAutoScalingGroup on"
                    + " resource: arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:*"
                    + ":autoScalingGroupName/g5 because no identity-based policy allows the"
                    + " autoscaling:DeleteAutoScalingGroup action"));
  }

  @Test
  void everyoneMayAskWhoTheyAre() {
    test.aws.access().allowOnly(Set.of());

    assertThat(test.sts.getCallerIdentity())
        .satisfies(
            identity -> {
              assertThat(identity.account()).isEqualTo("111122223333");
              assertThat(identity.arn()).isEqualTo(ME);
              assertThat(identity.userId()).startsWith("AIDA");
            });
  }

  @Test
  void aDryRunTellsWhetherOneMay() {
    assertThat(refusalOf(() -> test.ec2.describeInstances(request -> request.dryRun(true))))
        .isEqualTo(
            new Refusal(
                412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set."));

    test.aws.access().deny("ec2:DescribeInstances");
    assertThat(refusalOf(() -> test.ec2.describeInstances(request -> request.dryRun(true))).code())
        .isEqualTo("UnauthorizedOperation");
  }

  @Test
  void aRoleGivesCredentialsForItsAccount() {
    AssumeRoleResponse assumed = assume("arn:aws:iam::999988887777:role/path/gpupool");
    AwsSessionCredentials credentials =
        AwsSessionCredentials.create(
            assumed.credentials().accessKeyId(),
            assumed.credentials().secretAccessKey(),
            assumed.credentials().sessionToken());

    assertThat(assumed.credentials().accessKeyId()).matches("ASIA[A-Z2-7]{16}");
    assertThat(assumed.credentials().expiration()).isEqualTo(test.now().plusSeconds(3600));
    assertThat(assumed.assumedRoleUser().arn())
        .isEqualTo("arn:aws:sts::999988887777:assumed-role/gpupool/night-shift");
    assertThat(test.sts(credentials).getCallerIdentity().arn())
        .isEqualTo("arn:aws:sts::999988887777:assumed-role/gpupool/night-shift");
    test.aws
        .region("999988887777", AwsUnderTest.REGION)
        .addGroup(GroupDefinition.of("theirs", "p5.48xlarge"));
    assertThat(
            test.autoScaling(credentials, AwsUnderTest.REGION)
                .describeAutoScalingGroups()
                .autoScalingGroups())
        .singleElement()
        .satisfies(
            group ->
                assertThat(group.autoScalingGroupARN())
                    .startsWith("arn:aws:autoscaling:us-east-1:999988887777:"));
  }

  @Test
  void temporaryKeysNeedTheirToken() {
    AssumeRoleResponse assumed = assume("arn:aws:iam::999988887777:role/gpupool");
    AwsBasicCredentials withoutToken =
        AwsBasicCredentials.create(
            assumed.credentials().accessKeyId(), assumed.credentials().secretAccessKey());

    assertThat(refusalOf(() -> test.sts(withoutToken).getCallerIdentity()).code())
        .isEqualTo("InvalidClientTokenId");
    AwsSessionCredentials madeUp = AwsSessionCredentials.create("ASIAMADEUP", "s", "t");
    assertThat(refusalOf(() -> test.sts(madeUp).getCallerIdentity()).code())
        .isEqualTo("InvalidClientTokenId");
  }

  @Test
  void aRoleCanBeClosedAndMustBeARole() {
    assertThat(refusalOf(() -> assume("arn:aws:iam::999988887777:user/somebody")).code())
        .isEqualTo("ValidationError");

    test.aws.access().deny("sts:AssumeRole");
    assertThat(refusalOf(() -> assume("arn:aws:iam::999988887777:role/gpupool")).message())
        .startsWith(
            "User: "
                + ME
                + " is not authorized to perform: sts:AssumeRole on resource:"
                + " arn:aws:iam::999988887777:role/gpupool");
  }

  private AssumeRoleResponse assume(String role) {
    return test.sts.assumeRole(request -> request.roleArn(role).roleSessionName("night-shift"));
  }

  private HttpResponse<String> post(String form, String... headers)
      throws IOException, InterruptedException {
    URI endpoint = test.aws.endpoint();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
