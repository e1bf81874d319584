package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import io.gpupool.clouds.emulator.aws.model.Behaviour;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;

final class EmulatedAwsTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void regionsAreKeptApart() {
    EmulatedRegion europe = test.aws.region("eu-west-1");
    test.region.addGroup(GroupDefinition.of("same", "g5.xlarge").sizes(0, 3));
    europe.addGroup(GroupDefinition.of("same", "p5.48xlarge").sizes(0, 5));
    test.setDesired("same", 1);
    test.pass(3);

    AutoScalingGroup there =
        test.autoScaling(AwsUnderTest.SOMEBODY, "eu-west-1")
            .describeAutoScalingGroups()
            .autoScalingGroups()
            .get(0);

    assertThat(there.maxSize()).isEqualTo(5);
    assertThat(there.instances()).isEmpty();
    assertThat(there.availabilityZones()).containsExactly("eu-west-1a");
    assertThat(europe.instances()).isEmpty();
    assertThat(test.aws.groups()).hasSize(2);
    assertThat(test.aws.instances()).hasSize(1);
  }

  @Test
  void accountsAreKeptApart() {
    test.aws.access().account("AKIDTHEIRS", "444455556666");
    AutoScalingClient theirs =
        test.autoScaling(AwsBasicCredentials.create("AKIDTHEIRS", "s"), AwsUnderTest.REGION);
    test.region.addGroup(GroupDefinition.of("ours", "g5.xlarge"));
    test.aws
        .region("444455556666", AwsUnderTest.REGION)
        .addGroup(GroupDefinition.of("theirs", "g5.xlarge"));

    assertThat(theirs.describeAutoScalingGroups().autoScalingGroups())
        .extracting(AutoScalingGroup::autoScalingGroupName)
        .containsExactly("theirs");
    assertThat(
            refusalOf(
                    () ->
                        theirs.setDesiredCapacity(
                            request -> request.autoScalingGroupName("ours").desiredCapacity(1)))
                .code())
        .isEqualTo("ValidationError");
  }

  @Test
  void capacityIsSharedByAllAccounts() {
    test.aws.setCapacity("g5.xlarge", "us-east-1a", 1);
    test.region.addGroup(GroupDefinition.of("first", "g5.xlarge").desired(1));
    EmulatedRegion theirs = test.aws.region("444455556666", AwsUnderTest.REGION);
    theirs.addGroup(GroupDefinition.of("second", "g5.xlarge").desired(1));
    test.pass(3);

    assertThat(test.region.instances()).hasSize(1);
    assertThat(theirs.instances()).isEmpty();
  }

  @Test
  void whatIsOverCanBeForgottenAndWhatGoesOnIsKept() {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(2));
    test.pass(60);
    test.setDesired("g5", 1);
    test.pass(600);
    assertThat(test.region.instances()).hasSize(2);
    assertThat(test.activities("g5")).hasSize(3);
    Instant later = Instant.parse("2026-01-01T12:00:00Z");
    test.setDesired("g5", 2); // begins in a moment

    test.aws.forget(later);

    assertThat(test.region.instances()).hasSize(1);
    assertThat(test.activities("g5")).isEmpty();
    test.pass(60);
    assertThat(test.region.instances()).hasSize(2).doesNotHaveDuplicates();
    assertThat(test.activities("g5")).hasSize(1);
  }

  @Test
  void theSameStoryHasTheSameIdsUnderTheSameSeed() {
    List<String> here = story(test);
    try (AwsUnderTest same = new AwsUnderTest(1);
        AwsUnderTest other = new AwsUnderTest(2)) {
      assertThat(story(same)).isEqualTo(here);
      assertThat(story(other)).doesNotContainAnyElementsOf(here);
    }
  }

  private static List<String> story(AwsUnderTest test) {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(3));
    test.pass(3);
    List<String> ids = new ArrayList<>();
    ids.add(test.described("g5").autoScalingGroupARN());
    test.described("g5").instances().forEach(instance -> ids.add(instance.instanceId()));
    test.activities("g5").forEach(activity -> ids.add(activity.activityId()));
    return ids;
  }

  @Test
  void aLeapOfTheClockShowsWhatWouldHaveHappened() {
    test.aws.setCapacity("g5.xlarge", "us-east-1a", 0);
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1));

    test.pass(3600);

    assertThat(test.activities("g5")).hasSize(60);
    assertThat(test.activities("g5").get(59).startTime()).isEqualTo("2026-01-01T10:00:03Z");
  }

  @Test
  void behaviourIsWhatOneSaysItIs() {
    Behaviour slow =
        Behaviour.usual()
            .withBoot(Duration.ofMinutes(5))
            .withBoot("g5.xlarge", Duration.ofSeconds(10));
    try (EmulatedAws aws =
        EmulatedAws.builder().clock(test.clock).behaviour(slow).account("222233334444").start()) {
      aws.addInstanceType(InstanceType.x86("g5.xlarge", 4, 16_384));
      aws.addInstanceType(InstanceType.x86("m5.large", 2, 8_192));
      aws.region("us-east-1").addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1));
      aws.region("us-east-1").addGroup(GroupDefinition.of("m5", "m5.large").desired(1));
      test.pass(3 + 10);
      aws.instances();
      test.pass(290);

      assertThat(aws.account()).isEqualTo("222233334444");
      assertThat(aws.instances())
          .extracting(instance -> instance.inService().orElseThrow().toString())
          .containsExactly("2026-01-01T10:00:13Z", "2026-01-01T10:05:03Z");
    }
  }

  @Test
  void aMachineThatIsGoneBeforeItsGroupLooksIsReplacedAllTheSame() {
    Behaviour drowsy =
        new Behaviour(
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Map.of(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
    try (EmulatedAws aws = EmulatedAws.builder().clock(test.clock).behaviour(drowsy).start()) {
      aws.addInstanceType(InstanceType.x86("g5.xlarge", 4, 16_384));
      EmulatedRegion region = aws.region("us-east-1");
      region.addGroup(GroupDefinition.of("g5", "g5.xlarge").desired(1));
      test.pass(60);
      region.terminate(region.instances().get(0).id());
      test.pass(29);
      assertThat(region.group("g5").orElseThrow().instances())
          .extracting(EmulatedInstance::state)
          .containsExactly(EmulatedInstance.State.GONE);

      test.pass(1 + 30);
      assertThat(region.group("g5").orElseThrow().instances())
          .extracting(EmulatedInstance::state)
          .containsExactly(EmulatedInstance.State.BOOTING);
    }
  }

  @Test
  @Timeout(60)
  void fiftyCallsAtOnceAreAllAnswered() throws Exception {
    test.region.addGroup(GroupDefinition.of("g5", "g5.xlarge").sizes(0, 100));
    ExecutorService callers = Executors.newFixedThreadPool(50);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int desired = i + 1;
        calls.add(
            () -> {
              test.setDesired("g5", desired);
              return test.described("g5").desiredCapacity();
            });
      }
      for (Future<Integer> answer : callers.invokeAll(calls)) {
        assertThat(answer.get()).isBetween(1, 50);
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(test.aws.calls().count("SetDesiredCapacity")).isEqualTo(50);
    assertThat(test.aws.calls().calls()).allMatch(call -> call.succeeded());
  }

  @Test
  @Timeout(60)
  void closingDoesNotWaitForThoseWhoHang() throws Exception {
    test.aws.faults().always(Faults.any(), new Fault.Hang());
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      List<Future<?>> hanging = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        hanging.add(callers.submit(() -> test.autoScaling.describeAutoScalingGroups()));
      }
      while (test.aws.calls().count("DescribeAutoScalingGroups") < 20) {
        Thread.onSpinWait();
      }
      test.aws.close();
      test.aws.close(); // closing it again is nothing
      for (Future<?> call : hanging) {
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
            .isInstanceOf(ExecutionException.class);
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  void actionsThatAreNotEmulatedAreUnknown() {
    assertThat(
            refusalOf(
                () ->
                    test.autoScaling.describePolicies(
                        request -> request.autoScalingGroupName("g5"))))
        .isEqualTo(
            new Refusal(
                400,
                "InvalidAction",
                "Could not find operation DescribePolicies for version 2011-01-01"));
    assertThat(refusalOf(test.ec2::describeVpcs))
        .isEqualTo(
            new Refusal(
                400,
                "InvalidAction",
                "The action DescribeVpcs is not valid for this web service."));
  }

  @Test
  void requestsMayComeAsQueryStringsToo() throws Exception {
    assertThat(get("/?Action=GetCallerIdentity&Version=2011-06-15", "sts").body())
        .contains("<Account>111122223333</Account>");
    assertThat(get("/?Version=2011-06-15", "sts").body()).contains("<Code>MissingAction</Code>");
    assertThat(get("/?Action=GetCallerIdentity&Version=1999-01-01", "sts").body())
        .contains("Could not find operation GetCallerIdentity for version 1999-01-01");
    assertThat(get("/?Action=ListBuckets", "s3").body()).contains("<Code>InvalidAction</Code>");
  }

  @Test
  void theServersOwnAdministrationIsClosed() throws Exception {
    assertThat(get("/__admin/mappings", "sts").statusCode()).isEqualTo(401);
  }

  @Test
  void aPortThatIsTakenIsReported() {
    int port = test.aws.endpoint().getPort();

    assertThatThrownBy(() -> EmulatedAws.builder().port(port).start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "can't listen on 127.0.0.1:"
                + port
                + ", perhaps because something else does; choose another port, or 0 for any free"
                + " one");
  }

  @Test
  void anAccountHasTwelveDigits() {
    assertThatThrownBy(() -> EmulatedAws.builder().account("12"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'12' is no account: it has twelve digits");
  }

  private HttpResponse<String> get(String path, String service) throws Exception {
    String authorization =
        "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/"
            + service
            + "/aws4_request, SignedHeaders=host, Signature="
            + "0".repeat(64);
    URI uri = URI.create(test.aws.endpoint() + path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).header("Authorization", authorization).build(),
            BodyHandlers.ofString());
  }
}
