package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.CloudException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which of a project's groups are managed. */
final class Discovery {

  private final GcpSettings settings;
  private final Templates templates;

  Discovery(GcpSettings settings, Templates templates) {
    this.settings = settings;
    this.templates = templates;
  }

  /** The managed ones of these groups; their templates are known afterwards. */
  List<ManagedGroup> managed(List<ManagedGroup> all) throws CloudException {
    List<ManagedGroup> possible =
        all.stream().filter(group -> isNamed(group.ref()) || mayBeDiscovered(group.ref())).toList();
    templates.read(possible);
    return possible.stream().filter(group -> isNamed(group.ref()) || hasLabels(group)).toList();
  }

  /** The groups that are asked for by name and don't exist. */
  Set<String> absent(List<ManagedGroup> all) {
    Set<String> absent = new LinkedHashSet<>();
    for (GcpSettings.Group named : settings.groups()) {
      if (all.stream().noneMatch(group -> means(named, group.ref()))) {
        absent.add(named.name());
      }
    }
    return absent;
  }

  /** Whether this entry of the configuration is about this group. */
  static boolean means(GcpSettings.Group named, GroupRef group) {
    return named.name().equals(group.name())
        && named.location().map(group.location()::equals).orElse(true);
  }

  private boolean isNamed(GroupRef group) {
    return settings.groups().stream().anyMatch(named -> means(named, group));
  }

  private boolean mayBeDiscovered(GroupRef group) {
    boolean wanted = settings.namePrefix().isPresent() || !settings.labels().isEmpty();
    return wanted
        && settings.namePrefix().map(group.name()::startsWith).orElse(true)
        && (settings.locations().isEmpty() || settings.locations().stream().anyMatch(group::isIn));
  }

  private boolean hasLabels(ManagedGroup group) {
    if (settings.labels().isEmpty()) {
      return true;
    }
    Optional<Map<String, String>> labels = templates.of(group).map(TemplateContent::labels);
    return labels.isPresent()
        && settings.labels().entrySet().stream()
            .allMatch(
                wanted ->
                    wanted.getValue().isEmpty()
                        ? labels.get().containsKey(wanted.getKey())
                        : wanted.getValue().equals(labels.get().get(wanted.getKey())));
  }
}
