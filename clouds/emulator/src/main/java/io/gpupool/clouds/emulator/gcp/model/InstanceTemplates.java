package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The instance templates of a project, global and regional. */
public final class InstanceTemplates {

  private final String project;
  private final SeededNames names;
  private final TreeMap<String, InstanceTemplate> all = new TreeMap<>();

  InstanceTemplates(String project, SeededNames names) {
    this.project = project;
    this.names = names;
  }

  /** Makes one. */
  public InstanceTemplate create(
      Optional<String> region, String name, InstanceProperties properties, Instant now) {
    ResourceName.check("resource.name", name);
    InstanceTemplate template =
        new InstanceTemplate(project, region, name, Ids.number(names), now, properties);
    if (all.putIfAbsent(key(template.scope(), name), template) != null) {
      throw GcpException.alreadyExists(template.path());
    }
    return template;
  }

  /** Makes one, in place of one of the same name, which groups that use it keep. */
  public InstanceTemplate replace(
      Optional<String> region, String name, InstanceProperties properties, Instant now) {
    all.remove(key(region.map(where -> "regions/" + where).orElse("global"), name));
    return create(region, name, properties, now);
  }

  /** Takes one away, even from groups that use it. */
  public void delete(Optional<String> region, String name) {
    InstanceTemplate template = existing(region, name);
    all.remove(key(template.scope(), name));
  }

  /** The one with a name, or what Google Cloud says when there is none. */
  public InstanceTemplate existing(Optional<String> region, String name) {
    String scope = region.map(where -> "regions/" + where).orElse("global");
    InstanceTemplate template = all.get(key(scope, name));
    if (template == null) {
      throw GcpException.notFound(
          "projects/" + project + "/" + scope + "/instanceTemplates/" + name);
    }
    return template;
  }

  /** All of them, by {@code scope/name}. */
  public NavigableMap<String, InstanceTemplate> all() {
    return all;
  }

  private static String key(String scope, String name) {
    return scope + "/" + name;
  }
}
