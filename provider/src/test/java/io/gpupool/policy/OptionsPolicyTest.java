package io.gpupool.policy;

import static io.gpupool.policy.OptionsForm.GOOGLE;
import static io.gpupool.policy.OptionsForm.KUBERNETES_WITHOUT_PROVISION_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.OptionOverrides;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OptionsPolicyTest {

  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  /** No two values alike, so that none can stand in for another. */
  private static final AutoscalingOptions DEFAULTS =
      new AutoscalingOptions(
          0.5,
          0.6,
          Duration.ofMinutes(10),
          Duration.ofMinutes(20),
          Duration.ofMinutes(15),
          false,
          true);

  private static final OptionOverrides NOTHING =
      OptionOverrides.ofNodes(Optional.empty(), Optional.empty());
  private static final OptionOverrides PROVISION_TIME =
      OptionOverrides.ofNodes(Optional.of(Duration.ofMinutes(5)), Optional.empty());
  private static final OptionOverrides ZERO_OR_MAX =
      OptionOverrides.ofNodes(Optional.empty(), Optional.of(true));

  @ParameterizedTest
  @EnumSource
  void nothingWantedOtherwiseIsNothingSaid(OptionsForm form) {
    assertThat(answer(form, NOTHING, Optional.empty())).isEmpty();
    assertThat(answer(form, NOTHING, Optional.of(NOW))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWantedAndIsSoAlreadyIsNothingSaid(OptionsForm form) {
    OptionOverrides same =
        OptionOverrides.ofNodes(Optional.of(DEFAULTS.provisionTime()), Optional.of(false));
    assertThat(answer(form, same, Optional.empty())).isEmpty();
  }

  @ParameterizedTest(name = "{0}, youngest node {1} minutes old: {2}")
  @CsvSource({
    // can't be told a provision time
    "KUBERNETES_WITHOUT_PROVISION_TIME, -1, unset",
    "KUBERNETES_WITHOUT_PROVISION_TIME, 0, unset",
    "KUBERNETES_WITHOUT_PROVISION_TIME, 60, unset",
    // lose nothing
    "KUBERNETES, -1, set",
    "KUBERNETES, 0, set",
    "KUBERNETES, 60, set",
    "BOTH, -1, set",
    "BOTH, 0, set",
    "BOTH, 60, set",
    // would take a node that is getting ready for a broken one
    "GOOGLE, -1, set",
    "GOOGLE, 0, unset",
    "GOOGLE, 4, unset",
    "GOOGLE, 5, set",
    "GOOGLE, 60, set",
  })
  void eachGenerationIsToldAProvisionTimeWhereItLosesNothingByIt(
      OptionsForm form, int minutes, String expected) {
    Optional<Instant> youngest =
        minutes < 0 ? Optional.empty() : Optional.of(NOW.minus(Duration.ofMinutes(minutes)));
    assertThat(answer(form, PROVISION_TIME, youngest).isPresent())
        .isEqualTo(expected.equals("set"));
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "BOTH", "GOOGLE"})
  void groupsThatScaleAllOrNothingAreAlwaysToldSo(OptionsForm form) {
    // or a release that takes them apart would do so while their nodes are young
    assertThat(answer(form, ZERO_OR_MAX, Optional.of(NOW)).orElseThrow().zeroOrMax()).isTrue();
  }

  @Test
  void releasesThatDoNotKnowAllOrNothingAreToldNothing() {
    assertThat(answer(KUBERNETES_WITHOUT_PROVISION_TIME, ZERO_OR_MAX, Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"KUBERNETES", "BOTH", "GOOGLE"})
  void whatIsNotWantedOtherwiseComesBackAsItWas(OptionsForm form) {
    assertThat(answer(form, PROVISION_TIME, Optional.empty()))
        .contains(
            new AutoscalingOptions(
                0.5,
                0.6,
                Duration.ofMinutes(10),
                Duration.ofMinutes(20),
                Duration.ofMinutes(5),
                false,
                true));
  }

  @Test
  void aNodeIsYoungForAsLongAsItMayTakeToJoin() {
    OptionOverrides other =
        OptionOverrides.ofNodes(Optional.of(Duration.ofMinutes(30)), Optional.empty());
    assertThat(answer(GOOGLE, other, Optional.of(NOW.minus(Duration.ofMinutes(29))))).isEmpty();
    assertThat(answer(GOOGLE, other, Optional.of(NOW.minus(Duration.ofMinutes(30))))).isPresent();
  }

  @Test
  void releasesThatForgetTheProvisionTimeAreToldTheRestOnceEverythingIsUp() {
    OptionOverrides rest = unneeded(Duration.ofMinutes(3));
    Optional<Instant> old = Optional.of(NOW.minus(Duration.ofMinutes(15)));
    Optional<Instant> young = Optional.of(NOW.minus(Duration.ofMinutes(14)));
    OptionsForm form = KUBERNETES_WITHOUT_PROVISION_TIME;

    assertThat(answer(form, rest, new Youth(old, false)).orElseThrow().unneededTime())
        .isEqualTo(Duration.ofMinutes(3));
    assertThat(answer(form, rest, new Youth(Optional.empty(), false))).isPresent();
    // what runs may not have joined yet, and what is old may still be waited for
    assertThat(answer(form, rest, new Youth(young, false))).isEmpty();
    assertThat(answer(form, rest, new Youth(old, true))).isEmpty();
  }

  @Test
  void whatSuchAReleaseCannotBeToldIsLeftOutOfTheRest() {
    OptionOverrides both = PROVISION_TIME.orElse(unneeded(Duration.ofMinutes(3)));
    assertThat(answer(KUBERNETES_WITHOUT_PROVISION_TIME, both, new Youth(Optional.empty(), false)))
        .get()
        .extracting(AutoscalingOptions::provisionTime, AutoscalingOptions::unneededTime)
        .containsExactly(DEFAULTS.provisionTime(), Duration.ofMinutes(3));
  }

  @Test
  void whetherOptionsAreHeldBackIsToldWithoutAsking() {
    Youth young = new Youth(Optional.of(NOW), true);
    assertThat(OptionsPolicy.heldBack(GOOGLE, PROVISION_TIME, young, NOW)).isTrue();
    assertThat(OptionsPolicy.heldBack(GOOGLE, ZERO_OR_MAX, young, NOW)).isFalse();
    assertThat(OptionsPolicy.heldBack(OptionsForm.BOTH, PROVISION_TIME, young, NOW)).isFalse();
  }

  private static OptionOverrides unneeded(Duration time) {
    return new OptionOverrides(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.of(time),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<AutoscalingOptions> answer(
      OptionsForm form, OptionOverrides overrides, Optional<Instant> youngest) {
    return answer(form, overrides, new Youth(youngest, false));
  }

  private static Optional<AutoscalingOptions> answer(
      OptionsForm form, OptionOverrides overrides, Youth nodes) {
    return OptionsPolicy.answer(form, DEFAULTS, overrides, nodes, NOW);
  }
}
