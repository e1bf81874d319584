package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.clouds.azure.AzureSettings.Group;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups by name, and sizes that make no sense. */
class AzureLimitsTest {

  private final AzureWorld world = new AzureWorld(false);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aGroupByNameThatDoesNotExistIsAbsentAndTheOthersAreRead() throws Exception {
    world.createGroup("h100", 0, 3, 1);

    CloudReading reading = read(group("h100", "mc_ml_prod"), group("gone", ""));

    assertThat(reading.absent()).containsExactly("gone");
    assertThat(reading.groups()).hasSize(1);
    assertThat(reading.problems()).noneMatch(problem -> problem.subject().contains("gone"));
  }

  @Test
  void aGroupByNameInAnotherResourceGroupIsAbsent() throws Exception {
    world.createGroup("h100", 0, 3, 1);

    CloudReading reading = read(group("h100", "mc_other"));

    assertThat(reading.absent()).containsExactly("h100");
    assertThat(reading.groups()).isEmpty();
  }

  @Test
  void aGroupByNameIsFoundInAnyCaseAndWithoutTags() throws Exception {
    world.createGroup("H100", 0, 3, 1);
    world.set("H100").tags.clear();

    CloudReading reading = read(group("h100", "MC_ML_PROD"));

    assertThat(reading.absent()).isEmpty();
    assertThat(reading.group(world.id("H100")).orElseThrow().limits())
        .isEqualTo(new SizeLimits(0, AzureSettings.USUAL_MAX));
  }

  @ParameterizedTest
  @CsvSource({"-1, 3", "5, 3", "0, -2", "-3, -2"})
  void sizesOfAGroupThatContradictEachOtherAreRefusedBeforeAzureIsAsked(int min, int max) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Group("h100", Optional.empty(), OptionalInt.of(min), OptionalInt.of(max)))
        .withMessageContaining("h100");
  }

  @Test
  void aMinimumByNameAboveTheMaximumOfTheTagsIsToldAndCostsNobodyMore() throws Exception {
    world.createGroup("h100", 0, 3, 1);

    CloudReading reading =
        read(new Group("h100", Optional.empty(), OptionalInt.of(9), OptionalInt.empty()));

    assertThat(reading.group(world.id("h100")).orElseThrow().limits())
        .isEqualTo(new SizeLimits(3, 3));
    assertThat(texts(reading)).anyMatch(text -> text.contains("minimum of 9 is above its maximum"));
  }

  @Test
  void noMaximumIsAboveWhatAScaleSetCanHave() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 3, 1);

    CloudReading reading =
        read(new Group("h100", Optional.empty(), OptionalInt.empty(), OptionalInt.of(50_000)));

    assertThat(reading.group(id).orElseThrow().limits()).isEqualTo(new SizeLimits(0, 1_000));
    assertThat(texts(reading)).anyMatch(text -> text.contains("maximum of 50000"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "-1", "1O", "3.5", "", "99999999999999999999", "0x10"})
  void aTagThatIsNoSizeIsToldAndTheGroupStaysAsItIsAtThatEnd(String senseless) throws Exception {
    NodeGroupId low = world.createGroup("low", 0, 9, 4);
    NodeGroupId high = world.createGroup("high", 2, 0, 4);
    world.set("low").tags.put(AzureSettings.MIN_TAG, senseless);
    world.set("high").tags.put(AzureSettings.MAX_TAG, senseless);

    CloudReading reading = world.read();

    assertThat(reading.group(low).orElseThrow().limits()).isEqualTo(new SizeLimits(4, 9));
    assertThat(reading.group(high).orElseThrow().limits()).isEqualTo(new SizeLimits(2, 4));
    assertThat(texts(reading))
        .anyMatch(text -> text.contains("tag min says '" + senseless + "'"))
        .anyMatch(text -> text.contains("tag max says '" + senseless + "'"));
    assertThatExceptionOfType(CloudException.class)
        .isThrownBy(() -> world.cloud().resize(high, 4, 5))
        .matches(failure -> failure.error().code().equals("OutsideLimits"));
    assertThat(world.writes()).isZero();
  }

  @Test
  void aSizeByNameMakesUpForATagThatIsNone() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 9, 4);
    world.set("h100").tags.put(AzureSettings.MAX_TAG, "many");

    CloudReading reading =
        read(new Group("h100", Optional.empty(), OptionalInt.empty(), OptionalInt.of(6)));

    assertThat(reading.group(id).orElseThrow().limits()).isEqualTo(new SizeLimits(0, 6));
  }

  @Test
  void tagsThatContradictEachOtherAreTold() throws Exception {
    NodeGroupId id = world.createGroup("h100", 7, 3, 1);

    CloudReading reading = world.read();

    assertThat(reading.group(id).orElseThrow().limits()).isEqualTo(new SizeLimits(3, 3));
    assertThat(texts(reading)).anyMatch(text -> text.contains("minimum of 7 is above"));
  }

  @Test
  void theNamesOfTagsAreTheSameInAnyCase() throws Exception {
    NodeGroupId id = world.createGroup("h100", 0, 9, 1);
    world.set("h100").tags.clear();
    world.set("h100").tags.putAll(Map.of("GPUPool", "true", "MIN", "1", "Max", "5"));

    assertThat(world.read().group(id).orElseThrow().limits()).isEqualTo(new SizeLimits(1, 5));
  }

  private static Group group(String name, String resourceGroup) {
    return new Group(
        name,
        Optional.of(resourceGroup).filter(text -> !text.isEmpty()),
        OptionalInt.empty(),
        OptionalInt.empty());
  }

  private CloudReading read(Group... groups) throws CloudException {
    AzureSettings usual = AzureWorld.settings(world.arm.endpoint());
    return world
        .adapter(
            new AzureSettings(
                usual.subscription(),
                List.of(),
                Map.of(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(groups),
                usual.environment(),
                usual.endpoint(),
                usual.credentials(),
                usual.timeouts()))
        .observe(Optional.empty());
  }

  private static List<String> texts(CloudReading reading) {
    return reading.problems().stream().map(ReadingProblem::text).toList();
  }
}
