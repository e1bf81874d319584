package io.gpupool.config;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Taint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Reads {@code groups}: settings for groups by pattern. */
final class GroupsSection {

  private static final Keys RULE =
      Keys.of(
          Key.of(
                  "match",
                  "Which groups, by their ids: * stands for any characters within one part, ** for"
                      + " any across parts. An id is aws/account/region/group or"
                      + " gcp/project/zone or region/group.")
              .such("\"aws/*/us-east-1/p5-*\""),
          Key.of("weight", "Of groups that come to the same in the end, the heavier is taken.")
              .such("10"),
          Key.of(
                  "tier",
                  "Groups of lower tiers are filled first, whatever they cost; 1 is the lowest.")
              .such("1"),
          Key.of(
                  "capacityType",
                  "How the nodes are paid for and whether the cloud may take them back; without"
                      + " it, what the cloud says.")
              .such("spot"),
          Key.of(
                  "provisionTime",
                  "How long a node may take to join before the autoscaler gives it up; reaches"
                      + " releases from 1.29 on.")
              .such("12m"),
          Key.of("labels", "Labels that the nodes will carry, besides those that are known.")
              .such("{team: research}"),
          Key.of(
                  "taints",
                  "Taints that the nodes will carry; an empty list says that they carry none.")
              .such("[\"nvidia.com/gpu=present:NoSchedule\"]"),
          Key.of(
                  "resources",
                  "Quantities that the nodes will report, by resource; zero removes a resource.")
              .such("{\"nvidia.com/mig-1g.10gb\": 7}"),
          Key.of(
                  "zeroOrMax",
                  "Whether a group is either empty or full; reaches releases from 1.33 on.")
              .such("false"));

  /** Which groups. */
  static final Form<GroupPattern> PATTERN =
      Form.text(
          "a pattern that begins with a cloud, such as aws/*/us-east-1/p5-*",
          GroupsSection::pattern);

  private static final Form<CapacityType> CAPACITY_TYPE =
      Form.word("on-demand, spot or reserved", capacityTypes());

  /** How long a node may take to join. */
  static final Form<Duration> PROVISION_TIME =
      Forms.durationOfAtLeast(Duration.ofNanos(1), "a duration above zero, such as 12m");

  /** Labels of nodes. */
  static final Form<Map<String, String>> LABELS =
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
    Optional<Map<String, String>> labels = rule.optional("labels", LABELS);
    Optional<List<Taint>> taints = rule.optional("taints", TAINTS);
    Optional<Map<String, String>> resources = rule.optional("resources", RESOURCES);
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
                    labels.orElse(Map.of()),
                    taints,
                    resources.orElse(Map.of()),
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

  private static Map<String, CapacityType> capacityTypes() {
    Map<String, CapacityType> types = new LinkedHashMap<>();
    for (CapacityType type : CapacityType.values()) {
      types.put(type.label(), type);
    }
    return types;
  }
}
