package io.gpupool.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            .getOrComputeIfAbsent(
                "control-plane",
                key ->
                    new Shared(
                        ControlPlane.start(Workshop.open(), OUTPUT.resolve("control-plane"))),
                Shared.class);
    cluster = Optional.of(shared.cluster());
  }

  static World world(String release, String name, String... flags) {
    return new World(
        cluster.orElseThrow(), release, OUTPUT.resolve(name + "-" + release), List.of(flags));
  }
}
