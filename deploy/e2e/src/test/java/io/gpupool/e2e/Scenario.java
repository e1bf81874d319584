package io.gpupool.e2e;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** What scenarios share: one control plane for all of them, and a folder for each one's logs. */
final class Scenario implements BeforeAllCallback {

  private static final Namespace SHARED = Namespace.create(Scenario.class);
  private static final Path OUTPUT = Path.of(System.getProperty("e2e.output")).toAbsolutePath();

  /** A control plane that ends with the last test. */
  private record Shared(ControlPlane cluster) implements AutoCloseable {
    @Override
    public void close() {
      cluster.close();
    }
  }

  private static volatile Optional<ControlPlane> cluster = Optional.empty();

  @Override
  public void beforeAll(ExtensionContext context) {
    Shared shared =
        context
            .getRoot()
            .getStore(SHARED)
            .getOrComputeIfAbsent("control-plane", key -> begin(), Shared.class);
    cluster = Optional.of(shared.cluster());
  }

  /** Starts the control plane, with nothing left of an earlier run. */
  private static Shared begin() {
    try {
      delete(OUTPUT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Shared(ControlPlane.start(Workshop.open(), OUTPUT.resolve("control-plane")));
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** A world in which the autoscaler itself chooses among groups. */
  static World world(String release, String name, String... flags) {
    return world(release, name, World.Chooser.LEAST_WASTE, flags);
  }

  static World world(String release, String name, World.Chooser chooser, String... flags) {
    return new World(
        cluster.orElseThrow(), release, folder(release, name), chooser, List.of(flags));
  }

  /** The control plane that all scenarios share. */
  static ControlPlane cluster() {
    return cluster.orElseThrow();
  }

  /** A client of its, as an administrator. */
  static KubernetesClient client() {
    return cluster().client();
  }

  /** Where a scenario's logs, configurations and certificates go. */
  static Path folder(String release, String name) {
    return OUTPUT.resolve(name + "-" + release);
  }
}
