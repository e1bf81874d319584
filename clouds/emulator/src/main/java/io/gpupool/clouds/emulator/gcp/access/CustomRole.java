package io.gpupool.clouds.emulator.gcp.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A custom role in the YAML that {@code gcloud iam roles create --file} reads. */
public final class CustomRole {

  private static final Pattern PERMISSION =
      Pattern.compile("\\s*-\\s*[\"']?([a-z]+(?:\\.[a-zA-Z]+)+)[\"']?\\s*(?:#.*)?");

  private CustomRole() {}

  /**
   * The permissions in the list {@code includedPermissions}.
   *
   * @throws IllegalArgumentException if the file has no such list
   */
  public static List<String> permissions(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> permissions = new ArrayList<>();
    boolean within = false;
    for (String line : lines) {
      Matcher permission = PERMISSION.matcher(line);
      if (line.startsWith("includedPermissions:")) {
        within = true;
      } else if (within && permission.matches()) {
        permissions.add(permission.group(1));
      } else if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
        within = false;
      }
    }
    if (permissions.isEmpty()) {
      throw new IllegalArgumentException(file + " has no list of includedPermissions");
    }
    return List.copyOf(permissions);
  }
}
