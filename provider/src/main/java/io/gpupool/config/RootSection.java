package io.gpupool.config;

import io.gpupool.policy.ScaleDownPolicy;
import io.gpupool.pricing.PriceRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the file's outermost mapping. */
final class RootSection {

  private static final Keys ROOT =
      Keys.of(
              Key.of("server", "Where the server listens and how it is protected."),
              Key.of("autoscaler", "What is known beforehand about the autoscaler that calls."),
              Key.of(
                      "gpuLabel",
                      "The key of the label by which the autoscaler knows nodes with GPUs.")
                  .such("gpupool.io/accelerator"),
              Key.of("clouds", "The accounts whose groups are managed, under names of your own."),
              Key.of(
                  "groups",
                  "Settings for groups by pattern; the first pattern that matches wins, key by"
                      + " key."),
              Key.of(
                  "prices",
                  "What nodes cost where the lists and the clouds don't know it, or know it"
                      + " wrongly."),
              Key.of(
                  "scaleDown",
                  "When nodes that aren't needed are removed; without it, as the autoscaler's"
                      + " flags say."))
          .andLater("the file without it, so remove it", "ceilings");
  private static final Keys AUTOSCALER =
      Keys.of(
          Key.of(
                  "release",
                  "The autoscaler's release; without it, it is seen from the autoscaler's"
                      + " messages.")
              .such("\"1.36\""));

  private static final Form<AutoscalerRelease> RELEASE =
      Form.text(
          "a release from 1.25 to 1.99, such as 1.36 or 1.36.1",
          AutoscalerRelease.OUTLINE,
          AutoscalerRelease::parse);

  private RootSection() {}

  /** The file as a whole; relative paths in it begin at {@code folder}. */
  static Form<GpupoolConfig> form(Path folder) {
    return Form.mapping(ROOT, root -> read(root, folder));
  }

  private static Optional<GpupoolConfig> read(YamlMapping root, Path folder) {
    Optional<ServerConfig> server = root.required("server", ServerSection.form(folder));
    Optional<AutoscalerRelease> release =
        root.section("autoscaler", AUTOSCALER).optional("release", RELEASE);
    Optional<String> gpuLabel =
        root.orDefault("gpuLabel", KubernetesForms.LABEL_KEY, GpupoolConfig.DEFAULT_GPU_LABEL);
    Optional<List<CloudConfig>> clouds =
        root.required("clouds", CloudsSection.form(Forms.fileBelow(folder)));
    Optional<PriceRules> prices = root.optional("prices", PricesSection.form(names(clouds)));
    Optional<ScaleDownPolicy> scaleDown = root.optional("scaleDown", ScaleDownSection.form(clouds));
    Optional<List<GroupRule>> groups = root.orDefault("groups", GroupsSection.form(), List.of());
    return root.build(
        () ->
            new GpupoolConfig(
                server.orElseThrow(),
                new AutoscalerConfig(release),
                gpuLabel.orElseThrow(),
                clouds.orElseThrow(),
                groups.orElseThrow(),
                prices.orElse(PriceRules.NONE),
                scaleDown.orElse(ScaleDownPolicy.NONE)));
  }

  /** What the clouds are called; empty if that can't be told because of other problems. */
  private static Optional<List<String>> names(Optional<List<CloudConfig>> clouds) {
    return clouds.map(some -> some.stream().map(CloudConfig::name).toList());
  }
}
