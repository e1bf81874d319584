package io.gpupool.config;

import java.util.List;

/** A configuration file that was read, and what it says word for word. */
public final class ConfigFile {

  private final GpupoolConfig config;
  private final YamlNode root;
  private final List<Problem> warnings;

  ConfigFile(GpupoolConfig config, YamlNode root, List<Problem> warnings) {
    this.config = config;
    this.root = root;
    this.warnings = List.copyOf(warnings);
  }

  /** Everything it says, defaults filled in. */
  public GpupoolConfig config() {
    return config;
  }

  /** What in it can be used and is hardly meant, by line. */
  public List<Problem> warnings() {
    return warnings;
  }

  /**
   * What it says otherwise than an earlier version, in the order of the file: {@code
   * clouds[aws].aws.refresh: 30s -> 10s}. Comments, order of keys and quotes make no difference.
   */
  public List<String> differencesFrom(ConfigFile before) {
    return YamlDifferences.between(before.root, root);
  }
}
