package io.gpupool.config;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Taint;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads {@code groups}: settings for groups by pattern. */
final class GroupsSection {

  private static final Keys RULE =
      Keys.of(
          "match",
          "weight",
          "tier",
          "capacityType",
          "provisionTime",
          "labels",
          "taints",
          "resources",
          "zeroOrMax");

  private static final Form<GroupPattern> PATTERN =
      Form.text(
          "a pattern that begins with a cloud, such as aws/*/us-east-1/p5-*",
          GroupsSection::pattern);

  private static final Form<CapacityType> CAPACITY_TYPE =
      Form.text("on-demand, spot or reserved", GroupsSection::capacityType);

  private static final Form<Duration> PROVISION_TIME =
      Forms.durationOfAtLeast(Duration.ofNanos(1), "a duration above zero, such as 12m");

  private static final Form<Map<String, String>> LABELS =
      Form.mapOf(
          "a mapping of labels, such as {team: research}",
          KubernetesForms.LABEL_KEY,
          KubernetesForms.LABEL_VALUE);

  private static final Form<List<Taint>> TAINTS =
      Form.listOf(
          "a list of taints, such as [\"nvidia.com/gpu=present:NoSchedule\"]",
          KubernetesForms.TAINT);

  private static final Form<Map<String, String>> RESOURCES =
      Form.mapOf(
          "a mapping of resources to quantities, such as {nvidia.com/gpu: 8}",
          KubernetesForms.RESOURCE_NAME,
          Forms.QUANTITY_TEXT);

  private GroupsSection() {}

  /** The section as a whole. */
  static Form<List<GroupRule>> form() {
    return Form.listOf(
        "a list of settings, each with a pattern as its match",
        Form.mapping(RULE, GroupsSection::read));
  }

  private static Optional<GroupRule> read(YamlMapping rule) {
    Optional<GroupPattern> match = rule.required("match", PATTERN);
    OptionalInt weight = rule.optionalNumber("weight", 0);
    OptionalInt tier = rule.optionalNumber("tier", 1);
    Optional<CapacityType> capacityType = rule.optional("capacityType", CAPACITY_TYPE);
    Optional<Duration> provisionTime = rule.optional("provisionTime", PROVISION_TIME);
    Optional<Map<String, String>> labels = rule.orDefault("labels", LABELS, Map.of());
    Optional<List<Taint>> taints = rule.optional("taints", TAINTS);
    Optional<Map<String, String>> resources = rule.orDefault("resources", RESOURCES, Map.of());
    Optional<Boolean> zeroOrMax = rule.optional("zeroOrMax", Form.trueOrFalse());
    return rule.build(
        () ->
            new GroupRule(
                match.orElseThrow(),
                new GroupSettings(
                    weight,
                    tier,
                    capacityType,
                    provisionTime,
                    labels.orElseThrow(),
                    taints,
                    resources.orElseThrow(),
                    zeroOrMax)));
  }

  /** A pattern that could match some group: ids begin with the cloud, not with an entry's name. */
  private static GroupPattern pattern(String text) {
    GroupPattern pattern = new GroupPattern(text);
    if (Stream.of("aws/", "gcp/", "azure/").noneMatch(pattern::canMatchBelow)) {
      throw new IllegalArgumentException("'" + text + "' matches no group");
    }
    return pattern;
  }

  private static CapacityType capacityType(String text) {
    return Arrays.stream(CapacityType.values())
        .filter(type -> type.label().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no capacity type"));
  }
}
