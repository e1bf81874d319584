package io.gpupool.clouds.emulator.gcp.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An instance template; it never changes.
 *
 * @param project whose it is
 * @param region where it is; empty if it is global
 * @param name its name there
 * @param id its number
 * @param created when it was made
 * @param properties what it says
 */
public record InstanceTemplate(
    String project,
    Optional<String> region,
    String name,
    String id,
    Instant created,
    InstanceProperties properties) {

  /** Such as {@code projects/p/global/instanceTemplates/t}. */
  public String path() {
    return "projects/" + project + "/" + scope() + "/instanceTemplates/" + name;
  }

  /** {@code global}, or a region as {@code regions/us-central1}. */
  public String scope() {
    return region.map(where -> "regions/" + where).orElse("global");
  }
}
