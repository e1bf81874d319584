package io.gpupool.config;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.policy.Bounds;
import io.gpupool.policy.RuleMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The form of what a rule is about: groups by what is known of them. */
final class RuleMatchForm {

  private static final Keys MATCH =
      Keys.of(
          Key.of("cloud", "The name of an entry of clouds.").such("aws-us"),
          Key.of("group", "Groups by their ids, as groups has it.").such("\"aws/*/*/p5-*\""),
          Key.of("gpuModel", "The GPUs, as the label for GPUs has them.").such("nvidia-h100-80gb"),
          Key.of("gpusAtLeast", "Nodes with so many GPUs or more.").such("4"),
          Key.of("gpusAtMost", "Nodes with so many GPUs or fewer.").such("8"),
          Key.of("usdPerHourAtLeast", "Nodes that cost so much or more, in USD per hour.")
              .such("20"),
          Key.of("usdPerHourAtMost", "Nodes that cost so much or less, in USD per hour.")
              .such("60"),
          Key.of("capacityType", "How they are paid for.").such("spot"),
          Key.of("labels", "Labels that the nodes carry, all of these.").such("{team: research}"));

  private RuleMatchForm() {}

  /**
   * The form.
   *
   * @param clouds the entries of {@code clouds}; empty if they aren't known
   */
  static Form<RuleMatch> form(Optional<List<CloudConfig>> clouds) {
    return Form.mapping(MATCH, match -> read(match, clouds));
  }

  private static Optional<RuleMatch> read(YamlMapping match, Optional<List<CloudConfig>> clouds) {
    Optional<String> cloud = match.optional("cloud", PricesSection.WORD);
    Optional<GroupPattern> group = match.optional("group", GroupsSection.PATTERN);
    clouds.ifPresent(known -> check(match, cloud, group, known));
    Optional<String> gpuModel = match.optional("gpuModel", KubernetesForms.LABEL_VALUE);
    OptionalDouble fewest = number(match.optionalNumber("gpusAtLeast", 0));
    OptionalDouble most = number(match.optionalNumber("gpusAtMost", 0));
    OptionalDouble cheapest = number(match.optional("usdPerHourAtLeast", PricesSection.USD));
    OptionalDouble dearest = number(match.optional("usdPerHourAtMost", PricesSection.USD));
    Bounds gpus = bounds(match, "gpusAtLeast", fewest, "gpusAtMost", most);
    Bounds usd = bounds(match, "usdPerHourAtLeast", cheapest, "usdPerHourAtMost", dearest);
    Optional<CapacityType> capacityType =
        match.optional("capacityType", PricesSection.CAPACITY_TYPE);
    Optional<Map<String, String>> labels = match.optional("labels", GroupsSection.LABELS);
    return match.build(
        () ->
            new RuleMatch(
                cloud,
                group.map(pattern -> pattern),
                gpuModel,
                gpus,
                usd,
                capacityType,
                labels.orElse(Map.of())));
  }

  private static void check(
      YamlMapping match,
      Optional<String> cloud,
      Optional<GroupPattern> group,
      List<CloudConfig> known) {
    List<CloudConfig> meant =
        known.stream().filter(one -> cloud.map(one.name()::equals).orElse(true)).toList();
    if (meant.isEmpty()) {
      match.problemAt(
          "cloud",
          "'" + cloud.orElse("") + "', which no entry of clouds is called",
          "one of " + String.join(", ", known.stream().map(CloudConfig::name).toList()));
    } else if (group.isPresent()
        && meant.stream().noneMatch(one -> group.get().canMatchBelow(CloudKind.of(one) + "/"))) {
      match.warnAt(
          "group",
          "a pattern that matches no group of " + cloud.orElse("any entry of clouds"),
          "a pattern that begins with "
              + String.join(
                  " or ", meant.stream().map(one -> CloudKind.of(one) + "/").distinct().toList()));
    }
  }

  /** Where they contradict each other, that is reported and everything is taken. */
  private static Bounds bounds(
      YamlMapping match,
      String lower,
      OptionalDouble atLeast,
      String upper,
      OptionalDouble atMost) {
    if (atLeast.isPresent() && atMost.isPresent() && atMost.getAsDouble() < atLeast.getAsDouble()) {
      match.problemAt(upper, "less than " + lower, "no less than " + lower);
      return Bounds.ANY;
    }
    return new Bounds(atLeast, atMost);
  }

  private static OptionalDouble number(OptionalInt number) {
    return number.isPresent() ? OptionalDouble.of(number.getAsInt()) : OptionalDouble.empty();
  }

  private static OptionalDouble number(Optional<Double> number) {
    return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
  }
}
