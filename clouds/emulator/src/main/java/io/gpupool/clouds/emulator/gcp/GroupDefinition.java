package io.gpupool.clouds.emulator.gcp;

import io.gpupool.clouds.emulator.gcp.model.InstanceProperties;
import io.gpupool.clouds.emulator.gcp.model.Location;
import io.gpupool.clouds.emulator.gcp.model.Provisioning;
import io.gpupool.clouds.emulator.gcp.model.TargetShape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A managed instance group to be made. Begin with {@link #of}, which asks for nothing but a place
 * and a machine type: the group then gets a global instance template of its own name, no instances,
 * and if it is regional all zones of its region.
 *
 * @param location a zone or a region
 * @param name unique in its project and location
 * @param size how many instances it is to have
 * @param zones where a regional group may create; empty means everywhere in its region
 * @param shape how a regional group spreads
 * @param bulk whether instances that are asked for together come together or not at all
 * @param pages whether its instances are listed in pages
 * @param baseInstanceName what its instances' names begin with; empty means its name
 * @param description for people
 * @param content what it creates
 */
public record GroupDefinition(
    String location,
    String name,
    int size,
    List<String> zones,
    TargetShape shape,
    boolean bulk,
    boolean pages,
    Optional<String> baseInstanceName,
    String description,
    Content content) {

  public GroupDefinition {
    zones = List.copyOf(zones);
    if (!zones.isEmpty() && Location.of(location).zonal()) {
      throw new IllegalArgumentException(
          "group " + name + " is in zone " + location + " and has no choice of zones");
    }
  }

  /** What a group creates. */
  public sealed interface Content {

    /** What an instance template that is made along with the group says. */
    record Own(InstanceProperties properties) implements Content {}

    /** What an instance template says that is there already; without a region it is global. */
    record Template(Optional<String> region, String name) implements Content {}
  }

  /** A group of standard instances of one machine type, in a zone or a region. */
  public static GroupDefinition of(String location, String name, String machineType) {
    return new GroupDefinition(
        location,
        name,
        0,
        List.of(),
        TargetShape.EVEN,
        false,
        false,
        Optional.empty(),
        "",
        new Content.Own(InstanceProperties.of(machineType)));
  }

  /** The same with another size to begin with. */
  public GroupDefinition size(int newSize) {
    return new GroupDefinition(
        location, name, newSize, zones, shape, bulk, pages, baseInstanceName, description, content);
  }

  /** The same in some zones of its region only. */
  public GroupDefinition zones(String... newZones) {
    return new GroupDefinition(
        location,
        name,
        size,
        List.of(newZones),
        shape,
        bulk,
        pages,
        baseInstanceName,
        description,
        content);
  }

  /** The same, spread in another way. */
  public GroupDefinition shape(TargetShape newShape) {
    return new GroupDefinition(
        location, name, size, zones, newShape, bulk, pages, baseInstanceName, description, content);
  }

  /** The same, but instances that are asked for together come together or not at all. */
  public GroupDefinition allOrNothing() {
    return new GroupDefinition(
        location, name, size, zones, shape, true, pages, baseInstanceName, description, content);
  }

  /** The same, but its instances are listed in pages. */
  public GroupDefinition paginated() {
    return new GroupDefinition(
        location, name, size, zones, shape, bulk, true, baseInstanceName, description, content);
  }

  /** The same with other names for its instances. */
  public GroupDefinition baseInstanceName(String newBase) {
    return new GroupDefinition(
        location,
        name,
        size,
        zones,
        shape,
        bulk,
        pages,
        Optional.of(newBase),
        description,
        content);
  }

  /** The same with a description. */
  public GroupDefinition description(String newDescription) {
    return new GroupDefinition(
        location, name, size, zones, shape, bulk, pages, baseInstanceName, newDescription, content);
  }

  /** The same from a global instance template that is there already. */
  public GroupDefinition template(String template) {
    return with(new Content.Template(Optional.empty(), template));
  }

  /** The same from a regional instance template that is there already. */
  public GroupDefinition regionalTemplate(String region, String template) {
    return with(new Content.Template(Optional.of(region), template));
  }

  /** The same with a template of its own that says something else. */
  public GroupDefinition launching(UnaryOperator<InstanceProperties> change) {
    if (content instanceof Content.Own own) {
      return with(new Content.Own(change.apply(own.properties())));
    }
    throw new IllegalStateException(
        "group " + name + " creates what its instance template says; change that");
  }

  /** The same with spot instances. */
  public GroupDefinition spot() {
    return launching(properties -> properties.provisioned(Provisioning.SPOT));
  }

  /** The same with preemptible instances. */
  public GroupDefinition preemptible() {
    return launching(properties -> properties.provisioned(Provisioning.PREEMPTIBLE));
  }

  /** The same with accelerators attached. */
  public GroupDefinition accelerators(String type, int count) {
    return launching(properties -> properties.accelerators(type, count));
  }

  /** The same with local SSDs. */
  public GroupDefinition localSsds(int count) {
    return launching(properties -> properties.localSsds(count));
  }

  /** The same with one more label of its instances. */
  public GroupDefinition label(String key, String value) {
    return launching(properties -> properties.label(key, value));
  }

  /** The same with one more item of its instances' metadata. */
  public GroupDefinition metadata(String key, String value) {
    return launching(properties -> properties.metadata(key, value));
  }

  /** The same with the metadata by which GKE tells a node what it is to be. */
  public GroupDefinition kubeEnv(Map<String, String> variables) {
    return launching(properties -> properties.kubeEnv(variables));
  }

  private GroupDefinition with(Content newContent) {
    return new GroupDefinition(
        location, name, size, zones, shape, bulk, pages, baseInstanceName, description, newContent);
  }
}
