package io.gpupool.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The real Cluster Autoscaler of one release, in a hurry: it looks every second, and what takes
 * minutes elsewhere takes seconds.
 */
final class Autoscaler implements AutoCloseable {

  private final Path binary;
  private final Path lifeline;
  private final Path folder;
  private final List<String> flags;
  private Optional<RunningProgram> process = Optional.empty();

  /**
   * @param release such as {@code 1.36.1}
   * @param more flags that are added
   */
  Autoscaler(
      String release, ControlPlane cluster, Path folder, Path cloudConfig, List<String> more) {
    this.binary = binary(release);
    this.lifeline = cluster.lifeline();
    this.folder = folder;
    List<String> all =
        new ArrayList<>(
            List.of(
                "--cloud-provider=externalgrpc",
                "--cloud-config=" + cloudConfig,
                "--kubeconfig=" + cluster.kubeconfig(),
                "--address=127.0.0.1:" + FreePorts.next(),
                "--leader-elect=false",
                // the default of newer releases; of 1.31 it is chance
                "--expander=least-waste",
                "--scan-interval=1s",
                "--scale-down-unneeded-time=6s",
                "--scale-down-unready-time=10s",
                "--scale-down-delay-after-add=3s",
                "--scale-down-delay-after-failure=3s",
                "--max-node-provision-time=2m",
                "--initial-node-group-backoff-duration=20s",
                "--max-node-group-backoff-duration=40s",
                "--unremovable-node-recheck-timeout=2s",
                "--skip-nodes-with-system-pods=false",
                // with any scheduler here, GPU pods needn't be half a minute old
                "--bypassed-scheduler-names=nobody",
                "--v=4"));
    all.addAll(more);
    this.flags = List.copyOf(all);
  }

  /** The releases that were chosen by {@code -De2e.autoscalers}, by default the newest. */
  static List<String> releases() {
    String chosen = System.getProperty("e2e.autoscalers", "1.36.1");
    return chosen.equals("all")
        ? List.of("1.31.5", "1.34.5", "1.36.1")
        : List.of(chosen.split(",", -1));
  }

  /**
   * The program, which isn't built here: it is what the project publishes.
   *
   * @throws IllegalStateException saying where it is looked for, if it isn't there
   */
  static Path binary(String release) {
    Path folder =
        Path.of(
            System.getProperty(
                "e2e.autoscaler.directory", Workshop.cache().resolve("autoscalers").toString()));
    Path binary = folder.resolve("cluster-autoscaler-" + release);
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException(
          "there is no Cluster Autoscaler %s: expected the program %s; deploy/e2e/README.md says where to get it"
              .formatted(release, binary));
    }
    return binary;
  }

  void start() {
    List<String> command = new ArrayList<>(List.of(binary.toString()));
    command.addAll(flags);
    process = Optional.of(RunningProgram.start("cluster-autoscaler", lifeline, folder, command));
  }

  /** Ends it as a crash would. */
  void kill() {
    process.ifPresent(RunningProgram::kill);
  }

  void requireAlive() {
    process.ifPresent(RunningProgram::requireAlive);
  }

  /** All that it has said so far. */
  String log() {
    return process.map(RunningProgram::logText).orElse("");
  }

  @Override
  public void close() {
    process.ifPresent(RunningProgram::close);
  }
}
