package io.gpupool.config;

import java.nio.file.Path;
import java.util.Optional;

/** Reads the configuration file, or says everything that is wrong with it. */
public final class ConfigReader {

  private ConfigReader() {}

  /**
   * Reads a file in UTF-8. Relative paths in it begin at its own folder.
   *
   * @throws ConfigException if it can't be read or anything in it is wrong
   */
  public static GpupoolConfig read(Path file) throws ConfigException {
    return readFile(file).config();
  }

  /**
   * As {@link #read(Path)}, with what is needed to compare the file with another version of it.
   *
   * @throws ConfigException if it can't be read or anything in it is wrong
   */
  public static ConfigFile readFile(Path file) throws ConfigException {
    Problems problems = new Problems(file.toString());
    Optional<String> text = SourceText.of(file, problems);
    return read(text, file.resolveSibling(""), problems);
  }

  /**
   * Reads a text. Relative paths in it stay relative.
   *
   * @param name what problems call the text
   * @throws ConfigException if anything in it is wrong
   */
  public static GpupoolConfig read(String name, String text) throws ConfigException {
    return readText(name, text).config();
  }

  /**
   * As {@link #read(String, String)}, with what is to be remarked on it.
   *
   * @throws ConfigException if anything in it is wrong
   */
  static ConfigFile readText(String name, String text) throws ConfigException {
    Problems problems = new Problems(name);
    return read(SourceText.of(text, problems), Path.of(""), problems);
  }

  private static ConfigFile read(Optional<String> text, Path folder, Problems problems)
      throws ConfigException {
    return text.flatMap(source -> YamlTree.read(source, problems))
        .flatMap(
            root ->
                RootSection.form(folder)
                    .read(root, problems)
                    .map(config -> new ConfigFile(config, root, problems.warnings())))
        .orElseThrow(() -> new ConfigException(problems.sorted()));
  }
}
