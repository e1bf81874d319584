package io.gpupool.clouds.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.clouds.emulator.gcp.GroupDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which groups are managed, and between which sizes. */
class GcpDiscoveryTest {

  private final GcpWorld world = new GcpWorld();

  @BeforeEach
  void groups() {
    add("us-central1-a", "gpu-train", "team", "research");
    add("us-central1-b", "gpu-serve", "team", "product");
    add("us-central1", "gpu-batch", "team", "research");
    add("europe-west4-b", "gpu-train", "team", "research");
    add("europe-west4-b", "web", "tier", "front");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void neitherPrefixNorLabelsDiscoverNothing() throws Exception {
    assertThat(read(settings(List.of(), null, Map.of())).groups()).isEmpty();
  }

  @Test
  void groupsAreFoundByTheBeginningOfTheirNames() throws Exception {
    assertThat(names(settings(List.of(), "gpu-", Map.of())))
        .containsExactlyInAnyOrder(
            "us-central1-a/gpu-train",
            "us-central1-b/gpu-serve",
            "us-central1/gpu-batch",
            "europe-west4-b/gpu-train");
    assertThat(names(settings(List.of(), "gpu-train-", Map.of()))).isEmpty();
  }

  @Test
  void groupsAreFoundByLabelsOfTheirTemplate() throws Exception {
    assertThat(names(settings(List.of(), null, Map.of("team", ""))))
        .containsExactlyInAnyOrder(
            "us-central1-a/gpu-train",
            "us-central1-b/gpu-serve",
            "us-central1/gpu-batch",
            "europe-west4-b/gpu-train");
    assertThat(names(settings(List.of(), null, Map.of("team", "product"))))
        .containsExactly("us-central1-b/gpu-serve");
    assertThat(names(settings(List.of(), null, Map.of("team", "product", "tier", "")))).isEmpty();
  }

  @Test
  void prefixAndLabelsMustBothHold() throws Exception {
    assertThat(names(settings(List.of(), "gpu-train", Map.of("team", "research"))))
        .containsExactlyInAnyOrder("us-central1-a/gpu-train", "europe-west4-b/gpu-train");
  }

  @Test
  void aZoneStandsForItsGroupsAndARegionForAllThatAreInIt() throws Exception {
    assertThat(names(settings(List.of("us-central1-b"), "gpu-", Map.of())))
        .containsExactly("us-central1-b/gpu-serve");
    assertThat(names(settings(List.of("us-central1"), "gpu-", Map.of())))
        .containsExactlyInAnyOrder(
            "us-central1-a/gpu-train", "us-central1-b/gpu-serve", "us-central1/gpu-batch");
    assertThat(names(settings(List.of("us-central1-b", "europe-west4"), "gpu-", Map.of())))
        .containsExactlyInAnyOrder("us-central1-b/gpu-serve", "europe-west4-b/gpu-train");
  }

  @Test
  void aGroupIsManagedByNameWhereverItIs() throws Exception {
    assertThat(names(world.named(group("gpu-train", null))))
        .containsExactlyInAnyOrder("us-central1-a/gpu-train", "europe-west4-b/gpu-train");
    assertThat(names(world.named(group("gpu-train", "europe-west4-b"))))
        .containsExactly("europe-west4-b/gpu-train");
  }

  @Test
  void aNamedGroupThatDoesntExistIsAbsent() throws Exception {
    CloudReading reading =
        read(world.named(group("gpu-train", "europe-west4-b"), group("gone", null)));
    assertThat(reading.groups()).hasSize(1);
    assertThat(reading.absent()).containsExactly("gone");
  }

  @Test
  void aDiscoveredGroupComesAndGoes() throws Exception {
    GcpSettings settings = settings(List.of(), "late-", Map.of());
    GcpCloud cloud = world.adapter(settings);
    assertThat(cloud.observe(Optional.empty()).groups()).isEmpty();
    add("us-central1-a", "late-one", "team", "research");
    CloudReading there = cloud.observe(Optional.empty());
    assertThat(there.groups()).hasSize(1);
    world.project.deleteGroup("us-central1-a", "late-one");
    world.settle();
    assertThat(cloud.observe(Optional.of(there)).groups()).isEmpty();
  }

  // ---- sizes

  @Test
  void whereNobodySaysSizesAreThoseOfOneRequest() throws Exception {
    assertThat(limits(settings(List.of(), "web", Map.of()))).isEqualTo(new SizeLimits(0, 1_000));
  }

  @Test
  void theDiscoverysSizesHoldForGroupsThatStateNone() throws Exception {
    assertThat(limits(sized("web", OptionalInt.of(1), OptionalInt.of(7))))
        .isEqualTo(new SizeLimits(1, 7));
    assertThat(limits(sized("web", OptionalInt.of(2_000), OptionalInt.empty())))
        .isEqualTo(new SizeLimits(2_000, 2_000));
  }

  @Test
  void aTemplatesLabelsWinOverTheDiscoverys() throws Exception {
    world.project.addGroup(
        GroupDefinition.of("us-central1-a", "sized", GcpWorld.TYPE)
            .label(GcpSettings.MIN_LABEL, "2")
            .metadata(GcpSettings.MAX_LABEL, "5"));
    assertThat(limits(sized("sized", OptionalInt.of(0), OptionalInt.of(50))))
        .isEqualTo(new SizeLimits(2, 5));
  }

  @Test
  void theConfigurationsSizesOfAGroupWinOverAll() throws Exception {
    world.project.addGroup(
        GroupDefinition.of("us-central1-a", "sized", GcpWorld.TYPE)
            .label(GcpSettings.MIN_LABEL, "2")
            .label(GcpSettings.MAX_LABEL, "5"));
    assertThat(
            limits(
                world.named(
                    new GcpSettings.Group(
                        "sized", Optional.empty(), OptionalInt.of(0), OptionalInt.of(90)))))
        .isEqualTo(new SizeLimits(0, 90));
    assertThat(
            limits(
                world.named(
                    new GcpSettings.Group(
                        "sized", Optional.empty(), OptionalInt.empty(), OptionalInt.of(3)))))
        .isEqualTo(new SizeLimits(2, 3));
  }

  @ParameterizedTest
  @CsvSource({"many, 5, 0, 5", "3, -1, 3, 1000", "7, 4, 4, 4", "99999999, 4, 0, 4"})
  void sizesThatMakeNoSenseAreToldAndLeftOut(String min, String max, int low, int high)
      throws Exception {
    world.project.addGroup(
        GroupDefinition.of("us-central1-a", "sized", GcpWorld.TYPE)
            .metadata(GcpSettings.MIN_LABEL, min)
            .metadata(GcpSettings.MAX_LABEL, max));
    CloudReading reading = read(settings(List.of(), "sized", Map.of()));
    assertThat(reading.groups().get(0).limits()).isEqualTo(new SizeLimits(low, high));
    assertThat(reading.problems())
        .extracting(ReadingProblem::subject)
        .containsExactly("gcp/ml-prod/us-central1-a/sized");
  }

  private void add(String location, String name, String label, String value) {
    world.project.addGroup(GroupDefinition.of(location, name, GcpWorld.TYPE).label(label, value));
  }

  private GcpSettings settings(
      List<String> locations, @Nullable String prefix, Map<String, String> labels) {
    GcpSettings usual = world.settings();
    return new GcpSettings(
        usual.project(),
        locations,
        Optional.ofNullable(prefix),
        labels,
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        usual.endpoint(),
        usual.impersonate(),
        usual.credentials(),
        usual.timeouts());
  }

  private GcpSettings sized(String prefix, OptionalInt min, OptionalInt max) {
    GcpSettings usual = world.settings();
    return new GcpSettings(
        usual.project(),
        List.of(),
        Optional.of(prefix),
        Map.of(),
        min,
        max,
        List.of(),
        usual.endpoint(),
        usual.impersonate(),
        usual.credentials(),
        usual.timeouts());
  }

  private static GcpSettings.Group group(String name, @Nullable String location) {
    return new GcpSettings.Group(
        name, Optional.ofNullable(location), OptionalInt.empty(), OptionalInt.empty());
  }

  private CloudReading read(GcpSettings settings) throws Exception {
    return world.adapter(settings).observe(Optional.empty());
  }

  private SizeLimits limits(GcpSettings settings) throws Exception {
    return read(settings).groups().get(0).limits();
  }

  private List<String> names(GcpSettings settings) throws Exception {
    return read(settings).groups().stream()
        .map(GroupReading::id)
        .map(id -> id.value().substring("gcp/ml-prod/".length()))
        .toList();
  }
}
