package io.gpupool.clouds.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.aws.GroupDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which groups are managed: those that are named, and those that carry the tags. */
class AwsDiscoveryTest {

  private final AwsWorld world = new AwsWorld();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void groupsWithAllOfTheTagsAreFoundWhateverAnEmptyValueStandsFor() throws Exception {
    world.region.addGroup(group("both").tag("team", "research").tag("enabled", "yes"));
    world.region.addGroup(group("other-team").tag("team", "web").tag("enabled", "yes"));
    world.region.addGroup(group("one-tag").tag("team", "research"));
    world.region.addGroup(group("none"));

    CloudReading reading = observe(Map.of("team", "research", "enabled", ""), List.of());

    assertThat(names(reading)).containsExactly("both");
  }

  @Test
  void namedGroupsAreFoundWithoutTagsBesideDiscoveredOnesAndEachOnlyOnce() throws Exception {
    world.region.addGroup(group("named"));
    world.region.addGroup(group("tagged").tag("team", "research"));
    world.region.addGroup(group("named-and-tagged").tag("team", "research"));
    world.region.addGroup(group("neither"));

    CloudReading reading =
        observe(Map.of("team", "research"), List.of(named("named"), named("named-and-tagged")));

    assertThat(names(reading)).containsExactlyInAnyOrder("named", "tagged", "named-and-tagged");
  }

  @Test
  void withoutTagsNothingIsDiscovered() throws Exception {
    world.region.addGroup(group("any"));
    assertThat(observe(Map.of(), List.of()).groups()).isEmpty();
  }

  @Test
  void aNamedGroupThatDoesNotExistIsAbsentAndTheOthersAreRead() throws Exception {
    world.region.addGroup(group("there"));
    CloudReading reading = observe(Map.of(), List.of(named("there"), named("nowhere")));
    assertThat(names(reading)).containsExactly("there");
    assertThat(reading.absent()).containsExactly("nowhere");
  }

  @Test
  void namesAreAskedForInBatchesOfAHundred() throws Exception {
    List<AwsSettings.Group> names =
        IntStream.range(0, 250).mapToObj(k -> named("group-%03d".formatted(k))).toList();
    names.forEach(name -> world.region.addGroup(group(name.name())));
    world.aws.calls().clear();

    CloudReading reading = observe(Map.of(), names);

    assertThat(reading.groups()).hasSize(250);
    assertThat(world.aws.calls().calls("DescribeAutoScalingGroups"))
        .hasSize(3)
        .allSatisfy(
            (Call call) ->
                assertThat(
                        call.parameters().keySet().stream()
                            .filter(key -> key.startsWith("AutoScalingGroupNames.")))
                    .hasSizeLessThanOrEqualTo(100));
  }

  @Test
  void discoveredGroupsComeInPagesOfAHundred() throws Exception {
    IntStream.range(0, 250)
        .forEach(k -> world.region.addGroup(group("group-" + k).tag("team", "research")));
    world.aws.calls().clear();
    assertThat(observe(Map.of("team", "research"), List.of()).groups()).hasSize(250);
    assertThat(world.aws.calls().count("DescribeAutoScalingGroups")).isEqualTo(3);
  }

  @Test
  void theConfigurationNarrowsTheLimitsOfANamedGroup() throws Exception {
    world.region.addGroup(group("p5").sizes(0, 16));
    CloudReading reading =
        observe(
            Map.of(), List.of(new AwsSettings.Group("p5", OptionalInt.of(1), OptionalInt.of(8))));
    assertThat(reading.groups().get(0).limits()).isEqualTo(new SizeLimits(1, 8));
    assertThat(reading.problems()).isEmpty();
  }

  @Test
  void theConfigurationCannotWidenWhatTheGroupAllowsAndSaysSo() throws Exception {
    world.region.addGroup(group("p5").sizes(1, 4).desired(1));
    CloudReading reading =
        observe(
            Map.of(), List.of(new AwsSettings.Group("p5", OptionalInt.of(0), OptionalInt.of(16))));
    assertThat(reading.groups().get(0).limits()).isEqualTo(new SizeLimits(1, 4));
    assertThat(reading.problems())
        .singleElement()
        .satisfies(
            (ReadingProblem problem) ->
                assertThat(problem.text()).contains("0..16").contains("1..4 applies"));
  }

  @Test
  void limitsThatAreOnlyHalfConfiguredTakeTheOtherHalfFromTheGroup() throws Exception {
    world.region.addGroup(group("p5").sizes(1, 16).desired(1));
    CloudReading reading =
        observe(
            Map.of(), List.of(new AwsSettings.Group("p5", OptionalInt.empty(), OptionalInt.of(8))));
    assertThat(reading.groups().get(0).limits()).isEqualTo(new SizeLimits(1, 8));
  }

  @Test
  void theLimitsOfADiscoveredGroupFollowTheCloud() throws Exception {
    world.createGroup("workers", 0, 4, 0);
    world.region.resize("workers", 1, 9, 2);
    assertThat(world.read("workers").limits()).isEqualTo(new SizeLimits(1, 9));
  }

  @Test
  void theIdNamesAccountRegionAndGroup() throws Exception {
    world.region.addGroup(group("odd/na%me").tag("team", "x"));
    CloudReading reading = observe(Map.of("team", "x"), List.of());
    NodeGroupId id = reading.groups().get(0).id();
    assertThat(id.value()).isEqualTo("aws/111122223333/us-east-1/odd%2Fna%25me");
    assertThat(id.name()).isEqualTo("odd/na%me");
  }

  @Test
  void anotherRegionIsAnotherWorld() throws Exception {
    world.region.addGroup(group("here").tag("team", "x"));
    world.aws.region("us-west-2").addGroup(group("there").tag("team", "x"));
    assertThat(names(observe(Map.of("team", "x"), List.of()))).containsExactly("here");
  }

  @Test
  void anAssumedRoleLeadsToItsAccount() throws Exception {
    world.aws.region("444455556666", AwsWorld.REGION).addGroup(group("theirs").tag("team", "x"));
    world.region.addGroup(group("ours").tag("team", "x"));
    AwsSettings own = world.settings();
    AwsCloud cloud =
        world.adapter(
            new AwsSettings(
                own.region(),
                Map.of("team", "x"),
                List.of(),
                own.endpoint(),
                Optional.of("arn:aws:iam::444455556666:role/gpupool"),
                own.accessKey(),
                own.timeouts()));

    CloudReading reading = cloud.observe(Optional.empty());

    assertThat(reading.groups())
        .extracting(GroupReading::id)
        .containsExactly(NodeGroupId.of("aws", "444455556666", AwsWorld.REGION, "theirs"));
  }

  private CloudReading observe(Map<String, String> tags, List<AwsSettings.Group> groups)
      throws Exception {
    AwsSettings own = world.settings();
    return world
        .adapter(
            new AwsSettings(
                own.region(),
                tags,
                groups,
                own.endpoint(),
                own.assumeRole(),
                own.accessKey(),
                own.timeouts()))
        .observe(Optional.empty());
  }

  private static GroupDefinition group(String name) {
    return GroupDefinition.of(name, AwsWorld.TYPE);
  }

  private static AwsSettings.Group named(String name) {
    return new AwsSettings.Group(name, OptionalInt.empty(), OptionalInt.empty());
  }

  private static List<String> names(CloudReading reading) {
    return reading.groups().stream().map(group -> group.id().name()).toList();
  }
}
