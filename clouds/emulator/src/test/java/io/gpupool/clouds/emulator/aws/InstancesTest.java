package io.gpupool.clouds.emulator.aws;

import static io.gpupool.clouds.emulator.aws.AwsUnderTest.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.emulator.aws.AwsUnderTest.Refusal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.Reservation;

final class InstancesTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @BeforeEach
  void twoGroups() {
    test.region.addGroup(
        GroupDefinition.of("spot", "g5.xlarge").spot().desired(1).tag("team", "red"));
    test.region.addGroup(
        GroupDefinition.of("p5", "p5.48xlarge").desired(2).zones("us-east-1b").tag("team", "blue"));
    test.pass(3);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void anInstanceIsDescribed() {
    Instance instance = filtered("tag:team", "red").get(0);

    assertThat(instance.instanceId()).isEqualTo(test.region.instances().get(0).id());
    assertThat(instance.instanceTypeAsString()).isEqualTo("g5.xlarge");
    assertThat(instance.placement().availabilityZone()).isEqualTo("us-east-1a");
    assertThat(instance.state().nameAsString()).isEqualTo("pending");
    assertThat(instance.state().code()).isZero();
    assertThat(instance.instanceLifecycleAsString()).isEqualTo("spot");
    assertThat(instance.launchTime()).isEqualTo("2026-01-01T10:00:03Z");
    assertThat(instance.privateIpAddress()).matches("10\\.\\d+\\.\\d+\\.\\d+");
    assertThat(instance.privateDnsName()).matches("ip-10-\\d+-\\d+-\\d+\\.ec2\\.internal");
    assertThat(instance.architectureAsString()).isEqualTo("x86_64");
    assertThat(instance.tags())
        .anySatisfy(
            tag -> {
              assertThat(tag.key()).isEqualTo("aws:autoscaling:groupName");
              assertThat(tag.value()).isEqualTo("spot");
            });
    assertThat(filtered("tag:team", "blue").get(0).instanceLifecycleAsString()).isNull();
  }

  @Test
  void filtersFindInstances() {
    test.pass(90);

    assertThat(filtered("instance-state-name", "running")).hasSize(3);
    assertThat(filtered("instance-state-name", "pending", "terminated")).isEmpty();
    assertThat(filtered("availability-zone", "us-east-1b")).hasSize(2);
    assertThat(filtered("instance-type", "p5*")).hasSize(2);
    assertThat(filtered("tag-key", "team")).hasSize(3);
    assertThat(filtered("instance-lifecycle", "spot")).hasSize(1);
    assertThat(filtered("instance-id", test.region.instances().get(1).id())).hasSize(1);
  }

  @Test
  void aTerminatedInstanceStaysVisibleForAnHour() {
    String id = test.region.instances().get(0).id();
    List<InstanceStateChange> changes =
        test.ec2.terminateInstances(request -> request.instanceIds(id)).terminatingInstances();

    assertThat(changes)
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.previousState().nameAsString()).isEqualTo("pending");
              assertThat(change.currentState().nameAsString()).isEqualTo("shutting-down");
            });
    test.pass(60);
    assertThat(described(id).state().nameAsString()).isEqualTo("terminated");
    assertThat(described(id).stateReason().code()).isEqualTo("Client.UserInitiatedShutdown");

    test.pass(3599);
    assertThat(described(id).privateIpAddress()).isNull();
    test.pass(1);
    assertThat(refusalOf(() -> described(id)))
        .isEqualTo(
            new Refusal(
                400, "InvalidInstanceID.NotFound", "The instance ID '" + id + "' does not exist"));
    assertThat(test.region.instances()).extracting(EmulatedInstance::id).contains(id);
  }

  @Test
  void terminatingAgainDoesNothing() {
    String id = test.region.instances().get(0).id();
    test.ec2.terminateInstances(request -> request.instanceIds(id));
    test.pass(60);

    assertThat(
            test.ec2
                .terminateInstances(request -> request.instanceIds(id))
                .terminatingInstances()
                .get(0)
                .currentState()
                .nameAsString())
        .isEqualTo("terminated");
  }

  @Test
  void aMachineThatDiesWhileBootingIsReplacedToo() {
    String id = test.region.instances().get(0).id();
    test.ec2.terminateInstances(request -> request.instanceIds(id));
    test.pass(600);

    assertThat(test.states("spot")).containsExactly("InService");
    assertThat(test.activities("spot"))
        .extracting(activity -> activity.statusCodeAsString())
        .containsExactly("Successful", "Successful", "Cancelled");
  }

  @Test
  void idsMustBeWellFormedAndExist() {
    assertThat(refusalOf(() -> described("banana")))
        .isEqualTo(new Refusal(400, "InvalidInstanceID.Malformed", "Invalid id: \"banana\""));
    assertThat(
            refusalOf(
                    () ->
                        test.ec2.terminateInstances(
                            request ->
                                request.instanceIds(
                                    test.region.instances().get(0).id(),
                                    "i-00000000000000000",
                                    "i-00000000000000001")))
                .message())
        .isEqualTo("The instance IDs 'i-00000000000000000, i-00000000000000001' do not exist");
    assertThat(test.region.instances())
        .extracting(EmulatedInstance::state)
        .containsOnly(EmulatedInstance.State.BOOTING);
  }

  @Test
  void listsAreCutIntoPages() {
    test.region.resize("p5", 0, 20, 10);
    test.pass(3);

    assertThat(
            test.ec2.describeInstancesPaginator(request -> request.maxResults(5)).stream()
                .map(page -> page.reservations().size()))
        .containsExactly(5, 5, 1);
  }

  @Test
  void zonesAndRegionsAreListed() {
    assertThat(test.ec2.describeAvailabilityZones().availabilityZones())
        .extracting(zone -> zone.zoneName() + "=" + zone.zoneId())
        .startsWith("us-east-1a=use1-az1", "us-east-1b=use1-az2")
        .hasSize(6);
    test.region.addZones("us-east-1-bos-1a");
    assertThat(
            test.ec2
                .describeAvailabilityZones(request -> request.zoneNames("us-east-1-bos-1a"))
                .availabilityZones()
                .get(0)
                .zoneType())
        .isEqualTo("local-zone");
    assertThat(test.ec2.describeRegions().regions())
        .extracting(region -> region.regionName())
        .contains("us-east-1", "eu-west-1", "ap-northeast-1")
        .isSorted();
    assertThat(
            refusalOf(() -> test.ec2.describeRegions(request -> request.regionNames("atlantis")))
                .code())
        .isEqualTo("InvalidParameterValue");
  }

  private Instance described(String id) {
    return test.ec2
        .describeInstances(request -> request.instanceIds(id))
        .reservations()
        .get(0)
        .instances()
        .get(0);
  }

  private List<Instance> filtered(String name, String... values) {
    return test
        .ec2
        .describeInstances(
            request -> request.filters(Filter.builder().name(name).values(values).build()))
        .reservations()
        .stream()
        .map(Reservation::instances)
        .flatMap(List::stream)
        .toList();
  }
}
