package io.gpupool.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the file's outermost mapping. */
final class RootSection {

  private static final Keys ROOT =
      Keys.of("server", "autoscaler", "gpuLabel", "clouds", "groups")
          .andLater("the file without it, so remove it", "prices", "scaleDown", "ceilings");
  private static final Keys AUTOSCALER = Keys.of("release");

  private static final Form<AutoscalerRelease> RELEASE =
      Form.text("a release from 1.25 to 1.99, such as 1.36 or 1.36.1", AutoscalerRelease::parse);

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
    Optional<List<CloudConfig>> clouds = root.required("clouds", CloudsSection.form());
    Optional<List<GroupRule>> groups = root.orDefault("groups", GroupsSection.form(), List.of());
    return root.build(
        () ->
            new GpupoolConfig(
                server.orElseThrow(),
                new AutoscalerConfig(release),
                gpuLabel.orElseThrow(),
                clouds.orElseThrow(),
                groups.orElseThrow()));
  }
}
