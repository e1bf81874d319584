package io.gpupool.clouds.emulator.aws.model;

import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The launch templates of one account in one region. */
public final class LaunchTemplates {

  private final SeededNames names;
  private final Map<String, LaunchTemplate> byId = new TreeMap<>();

  LaunchTemplates(SeededNames names) {
    this.names = names;
  }

  /** Makes a template with a first version. */
  public LaunchTemplate create(
      String name,
      String description,
      LaunchTemplateData data,
      Map<String, String> tags,
      Instant at) {
    if (named(name).isPresent()) {
      throw new AwsException(
          400,
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "Launch template name already in use.");
    }
    String id = "lt-0" + names.hex(16);
    LaunchTemplate template =
        new LaunchTemplate(
            id, name, at, tags, new LaunchTemplate.Version(1, description, at, data));
    byId.put(id, template);
    return template;
  }

  /** All of them, by id. */
  public Collection<LaunchTemplate> all() {
    return List.copyOf(byId.values());
  }

  /** The one with an id. */
  public LaunchTemplate withId(String id) {
    LaunchTemplate template = byId.get(id);
    if (template == null) {
      throw new AwsException(
          400,
          "InvalidLaunchTemplateId.NotFound",
          "The specified launch template, with template ID " + id + ", does not exist.");
    }
    return template;
  }

  /** The one with a name. */
  public LaunchTemplate withName(String name) {
    return named(name)
        .orElseThrow(
            () ->
                new AwsException(
                    400,
                    "InvalidLaunchTemplateName.NotFoundException",
                    "At least one of the launch templates specified in the request does not"
                        + " exist."));
  }

  /** The one with a name, if there is one. */
  public Optional<LaunchTemplate> named(String name) {
    return byId.values().stream().filter(template -> template.name().equals(name)).findFirst();
  }

  /** The one with an id, if there is one. */
  public Optional<LaunchTemplate> identified(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
