package io.gpupool.clouds.emulator.aws.model;

import java.util.Objects;

/**
 * A launch template that is known to exist, and which version of it.
 *
 * @param version a number, {@code $Latest} or {@code $Default}
 */
public record TemplateReference(String id, String name, String version) implements LaunchOrigin {
  public TemplateReference {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
  }

  @Override
  public int age() {
    return Integer.parseInt(version);
  }
}
