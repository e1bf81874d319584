package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.InstancePropertiesPatch;
import com.google.cloud.compute.v1.InstanceTemplate;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Instance templates, global and regional. A template never changes, and can't be deleted as long
 * as a group uses it, so it is read once for each group that does.
 */
final class Templates {

  /**
   * @param group the group's number: a group that is made anew has another, and its template may
   *     have been made anew too
   * @param link to the template
   */
  private record Key(long group, String link) {}

  private final String project;
  private final GcpClients clients;
  private final Reads reads;
  private final Map<Key, TemplateContent> known = new ConcurrentHashMap<>();

  Templates(String project, GcpClients clients, Reads reads) {
    this.project = project;
    this.clients = clients;
    this.reads = reads;
  }

  /** Reads the templates of these groups that aren't known yet, and forgets those of no group. */
  void read(List<ManagedGroup> groups) throws CloudException {
    Set<Key> wanted = groups.stream().map(Templates::key).collect(Collectors.toSet());
    known.keySet().retainAll(wanted);
    List<String> links =
        wanted.stream()
            .filter(key -> !known.containsKey(key) && !key.link().isEmpty())
            .map(Key::link)
            .distinct()
            .toList();
    List<Callable<Optional<TemplateContent>>> questions = new ArrayList<>();
    links.forEach(link -> questions.add(() -> ask(link)));
    List<Optional<TemplateContent>> answers = reads.all(questions);
    for (int k = 0; k < links.size(); k++) {
      String link = links.get(k);
      answers
          .get(k)
          .ifPresent(
              content ->
                  wanted.stream()
                      .filter(key -> key.link().equals(link))
                      .forEach(key -> known.put(key, content)));
    }
  }

  /**
   * What the next instance of a group will be made of, the group's own additions included; empty if
   * there is no such template.
   */
  Optional<TemplateContent> of(ManagedGroup group) {
    InstancePropertiesPatch patch = group.data().getAllInstancesConfig().getProperties();
    return Optional.ofNullable(known.get(key(group)))
        .map(content -> content.with(patch.getLabelsMap(), patch.getMetadataMap()));
  }

  /** The same, read now if it isn't known. */
  Optional<TemplateContent> ask(ManagedGroup group) throws CloudException {
    Key key = key(group);
    if (!known.containsKey(key) && !key.link().isEmpty()) {
      ask(key.link()).ifPresent(content -> known.put(key, content));
    }
    return of(group);
  }

  private Optional<TemplateContent> ask(String link) throws CloudException {
    String name = Links.name(link);
    Optional<String> region = Links.region(link);
    try {
      InstanceTemplate template =
          reads.one(
              () ->
                  region.isPresent()
                      ? clients.regionTemplates().get(project, region.get(), name)
                      : clients.templates().get(project, name));
      return Optional.of(TemplateContent.of(template));
    } catch (CloudException failure) {
      if (failure.error().kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private static Key key(ManagedGroup group) {
    return new Key(group.data().getId(), group.template());
  }
}
