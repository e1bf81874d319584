package io.gpupool.reload;

import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigFile;
import io.gpupool.config.ConfigReader;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the configuration file and the files that it names. A change that can be used is taken
 * and told as a difference; one that can't be used is told, counted and otherwise ignored, and the
 * server goes on with what it had. Not thread-safe: one thread looks.
 */
public final class ConfigWatch {

  /** What takes a new configuration over. */
  @FunctionalInterface
  public interface Target {

    /**
     * Goes on with this configuration, and with what the files that it names hold now.
     *
     * @return what is to be told of it beside the difference, one line each
     * @throws IOException if it can't be used, and then everything has stayed as it was
     */
    List<String> take(GpupoolConfig config) throws IOException;
  }

  /** Is told what came of a change. */
  public interface Listener {

    /** A change was taken over. */
    void taken();

    /** A change can't be used. */
    void refused();
  }

  private static final Logger log = LoggerFactory.getLogger("gpupool.config");

  private final Path file;
  private final Target target;
  private final Listener listener;
  private final WatchedFiles files;
  private ConfigFile current;

  /**
   * @param file the configuration file
   * @param current what was read from it
   */
  public ConfigWatch(Path file, ConfigFile current, Target target, Listener listener) {
    this.file = file;
    this.current = current;
    this.target = target;
    this.listener = listener;
    this.files = new WatchedFiles(watched());
  }

  /** Looks once; to be called every second or so. A change is taken by the second look after it. */
  public void look() {
    if (!files.haveChanged(watched())) {
      return;
    }
    ConfigFile next;
    try {
      next = ConfigReader.readFile(file);
    } catch (ConfigException wrong) {
      refuse(wrong.problems().stream().map(Problem::toString).toList());
      return;
    }
    List<String> remarks;
    try {
      remarks = target.take(next.config());
    } catch (IOException e) {
      refuse(List.of(file + ": " + e.getMessage()));
      return;
    }
    List<String> differences = next.differencesFrom(current);
    current = next;
    listener.taken();
    differences.forEach(difference -> log.info("changed: {}", difference));
    next.warnings().forEach(warning -> log.warn("{}", warning));
    remarks.forEach(log::info);
    if (differences.isEmpty() && remarks.isEmpty()) {
      log.info("{} was read again, nothing in it has changed", file);
    }
  }

  private void refuse(List<String> reasons) {
    listener.refused();
    reasons.forEach(log::error);
    log.error("the change is ignored, the server goes on with what it had");
  }

  private Set<Path> watched() {
    Set<Path> watched = new HashSet<>(current.config().server().files());
    watched.add(file);
    return watched;
  }
}
