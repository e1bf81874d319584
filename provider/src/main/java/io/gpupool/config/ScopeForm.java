package io.gpupool.config;

import io.gpupool.policy.GroupNames;
import io.gpupool.policy.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The form of which groups a ceiling or a brake is about. */
final class ScopeForm {

  private static final Keys MATCH =
      Keys.of(
          Key.of("cloud", "The name of an entry of clouds.").such("aws-us"),
          Key.of("group", "Groups by their ids, as groups has it.").such("\"aws/*/*/p5-*\""),
          Key.of("tier", "The tier that groups says they are in; 1 where it says nothing.")
              .such("2"),
          Key.of("gpuModel", "The GPUs, as the label for GPUs has them.").such("nvidia-h100-80gb"),
          Key.of("labels", "Labels that the nodes carry, all of these.").such("{team: research}"));

  private ScopeForm() {}

  /**
   * The form.
   *
   * @param clouds the names of the entries of {@code clouds}; empty if they aren't known
   */
  static Form<Scope> form(Optional<List<String>> clouds) {
    return Form.mapping(MATCH, match -> read(match, clouds));
  }

  private static Optional<Scope> read(YamlMapping match, Optional<List<String>> clouds) {
    Optional<String> cloud = match.optional("cloud", PricesSection.WORD);
    if (cloud.isPresent() && clouds.isPresent() && !clouds.get().contains(cloud.get())) {
      match.problemAt(
          "cloud",
          "'" + cloud.get() + "', which no entry of clouds is called",
          "one of " + String.join(", ", clouds.get()));
    }
    Optional<GroupNames> group = match.optional("group", GroupsSection.PATTERN).map(it -> it);
    OptionalInt tier = match.optionalNumber("tier", 1);
    Optional<String> gpuModel = match.optional("gpuModel", KubernetesForms.LABEL_VALUE);
    Optional<Map<String, String>> labels = match.optional("labels", GroupsSection.LABELS);
    return match.build(() -> new Scope(cloud, group, tier, gpuModel, labels.orElse(Map.of())));
  }
}
