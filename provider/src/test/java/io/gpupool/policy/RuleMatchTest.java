package io.gpupool.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.NodeGroupId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RuleMatchTest {

  private static final GroupFacts P5 =
      new GroupFacts(
          new NodeGroupId("aws/1/us-east-1/p5"),
          "aws-us",
          Optional.of("nvidia-h100-80gb"),
          OptionalInt.of(8),
          55.04,
          Optional.of(CapacityType.SPOT),
          Map.of("team", "research", "zone", "a"));

  private static final GroupFacts UNKNOWN =
      new GroupFacts(
          new NodeGroupId("aws/1/us-east-1/new"),
          "aws-us",
          Optional.empty(),
          OptionalInt.empty(),
          Double.POSITIVE_INFINITY,
          Optional.empty(),
          Map.of());

  private record Named(String beginning) implements GroupNames {
    @Override
    public boolean matches(NodeGroupId group) {
      return group.value().startsWith(beginning);
    }

    @Override
    public boolean covers(GroupNames others) {
      return others instanceof Named named && named.beginning.startsWith(beginning);
    }
  }

  private static final List<RuleMatch> OF_P5 =
      List.of(
          cloud("aws-us"),
          group("aws/"),
          model("nvidia-h100-80gb"),
          gpus(8, 8),
          gpus(4, Double.POSITIVE_INFINITY),
          usd(20, 60),
          capacityType(CapacityType.SPOT),
          labels(Map.of("team", "research")));

  private static final List<RuleMatch> OF_OTHERS =
      List.of(
          cloud("aws-eu"),
          group("gcp/"),
          model("nvidia-l4"),
          gpus(1, 7),
          usd(0, 55),
          usd(56, Double.POSITIVE_INFINITY),
          capacityType(CapacityType.ON_DEMAND),
          labels(Map.of("team", "production")),
          labels(Map.of("team", "research", "tier", "1")));

  @Test
  void everyPropertyOfAGroupCanBeAskedFor() {
    assertThat(OF_P5).allMatch(match -> match.matches(P5));
    assertThat(OF_OTHERS).noneMatch(match -> match.matches(P5));
    assertThat(RuleMatch.EVERYTHING.matches(P5)).isTrue();
  }

  @Test
  void whatIsNotKnownOfAGroupIsNotWhatIsAskedFor() {
    assertThat(RuleMatch.EVERYTHING.matches(UNKNOWN)).isTrue();
    assertThat(cloud("aws-us").matches(UNKNOWN)).isTrue();
    assertThat(gpus(0, 8).matches(UNKNOWN)).isFalse();
    assertThat(usd(0, Double.POSITIVE_INFINITY).matches(UNKNOWN)).isFalse();
    assertThat(capacityType(CapacityType.SPOT).matches(UNKNOWN)).isFalse();
  }

  @Test
  void aNodeThatCostsNothingHasAPrice() {
    GroupFacts free =
        new GroupFacts(
            UNKNOWN.id(), "a", Optional.empty(), OptionalInt.of(0), 0, Optional.empty(), Map.of());
    assertThat(usd(0, 0).matches(free)).isTrue();
    assertThat(usd(0.01, 1).matches(free)).isFalse();
  }

  @Test
  void everythingCoversEachAndEachCoversItself() {
    for (List<RuleMatch> some : List.of(OF_P5, OF_OTHERS)) {
      assertThat(some).allMatch(RuleMatch.EVERYTHING::covers);
      assertThat(some).allMatch(match -> match.covers(match));
      assertThat(some).noneMatch(match -> match.covers(RuleMatch.EVERYTHING));
    }
  }

  @Test
  void theWiderCoversTheNarrower() {
    assertThat(gpus(4, 9).covers(gpus(8, 8))).isTrue();
    assertThat(gpus(8, 8).covers(gpus(4, 9))).isFalse();
    assertThat(group("aws/").covers(group("aws/1"))).isTrue();
    assertThat(labels(Map.of("a", "1")).covers(labels(Map.of("a", "1", "b", "2")))).isTrue();
    assertThat(labels(Map.of("a", "1")).covers(labels(Map.of("a", "2")))).isFalse();
    assertThat(usd(0, Double.POSITIVE_INFINITY).covers(usd(0, 5))).isTrue();
  }

  @Test
  void boundsThatContainNothingAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> gpus(8, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> usd(-1, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> usd(Double.NaN, 4));
  }

  private static RuleMatch cloud(String name) {
    return match(Optional.of(name), Optional.empty(), Optional.empty(), Bounds.ANY, Bounds.ANY);
  }

  private static RuleMatch group(String beginning) {
    return match(
        Optional.empty(),
        Optional.of(new Named(beginning)),
        Optional.empty(),
        Bounds.ANY,
        Bounds.ANY);
  }

  private static RuleMatch model(String name) {
    return match(Optional.empty(), Optional.empty(), Optional.of(name), Bounds.ANY, Bounds.ANY);
  }

  private static RuleMatch gpus(double from, double to) {
    return match(
        Optional.empty(), Optional.empty(), Optional.empty(), bounds(from, to), Bounds.ANY);
  }

  private static RuleMatch usd(double from, double to) {
    return match(
        Optional.empty(), Optional.empty(), Optional.empty(), Bounds.ANY, bounds(from, to));
  }

  private static Bounds bounds(double from, double to) {
    return new Bounds(
        OptionalDouble.of(from),
        Double.isInfinite(to) ? OptionalDouble.empty() : OptionalDouble.of(to));
  }

  private static RuleMatch capacityType(CapacityType type) {
    RuleMatch any = RuleMatch.EVERYTHING;
    return new RuleMatch(
        any.cloud(),
        any.group(),
        any.gpuModel(),
        Bounds.ANY,
        Bounds.ANY,
        Optional.of(type),
        Map.of());
  }

  private static RuleMatch labels(Map<String, String> labels) {
    RuleMatch any = RuleMatch.EVERYTHING;
    return new RuleMatch(
        any.cloud(), any.group(), any.gpuModel(), Bounds.ANY, Bounds.ANY, Optional.empty(), labels);
  }

  private static RuleMatch match(
      Optional<String> cloud,
      Optional<GroupNames> group,
      Optional<String> model,
      Bounds gpus,
      Bounds usd) {
    return new RuleMatch(cloud, group, model, gpus, usd, Optional.empty(), Map.of());
  }
}
