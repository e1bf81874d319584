package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.model.ComputeOperation;
import io.gpupool.clouds.emulator.gcp.model.GcpException;
import io.gpupool.clouds.emulator.gcp.model.Group;
import io.gpupool.clouds.emulator.gcp.model.InstanceReference;
import io.gpupool.clouds.emulator.gcp.model.Member;
import io.gpupool.clouds.emulator.gcp.model.RecordedError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The methods of {@code instanceGroupManagers} and {@code regionInstanceGroupManagers}. */
final class InstanceGroupManagers {

  private static final String PERMISSION = "compute.instanceGroupManagers.";
  private static final int MOST_INSTANCES = 1_000;

  private final String collection;
  private final String groups;
  private final boolean zonal;

  private InstanceGroupManagers(boolean zonal) {
    this.zonal = zonal;
    this.collection = zonal ? "instanceGroupManagers" : "regionInstanceGroupManagers";
    this.groups =
        "projects/{project}/"
            + (zonal ? "zones/{zone}" : "regions/{region}")
            + "/instanceGroupManagers";
  }

  /** All of them. */
  static List<Method> methods() {
    List<Method> methods = new ArrayList<>();
    methods.addAll(new InstanceGroupManagers(true).ofOneKind());
    methods.addAll(new InstanceGroupManagers(false).ofOneKind());
    methods.add(
        Method.get(
            "instanceGroupManagers.aggregatedList",
            "projects/{project}/aggregated/instanceGroupManagers",
            PERMISSION + "list",
            Listing.AGGREGATED_PARAMETERS,
            InstanceGroupManagers::aggregatedList));
    return methods;
  }

  private List<Method> ofOneKind() {
    String group = groups + "/{name}";
    return List.of(
        Method.get(
            collection + ".list", groups, PERMISSION + "list", Listing.PARAMETERS, this::list),
        Method.get(
            collection + ".get",
            group,
            PERMISSION + "get",
            Set.of(),
            request -> GroupJson.group(group(request))),
        Method.post(
            collection + ".listManagedInstances",
            group + "/listManagedInstances",
            PERMISSION + "get",
            Listing.PARAMETERS,
            this::listManagedInstances),
        Method.get(
            collection + ".listErrors",
            group + "/listErrors",
            PERMISSION + "get",
            Listing.PARAMETERS,
            this::listErrors),
        Method.post(
            collection + ".resize",
            group + "/resize",
            PERMISSION + "update",
            Set.of("size", "requestId"),
            this::resize),
        Method.post(
            collection + ".createInstances",
            group + "/createInstances",
            PERMISSION + "update",
            Set.of("requestId"),
            this::createInstances),
        Method.post(
            collection + ".deleteInstances",
            group + "/deleteInstances",
            PERMISSION + "update",
            Set.of("requestId"),
            this::deleteInstances));
  }

  private static Group group(Request request) {
    return request.project().groups().existing(request.location(), request.path("name"));
  }

  private static Fields aggregatedList(Request request) {
    return new Listing<>(request, GroupJson::group)
        .aggregated(
            "compute#instanceGroupManagerAggregatedList",
            "instanceGroupManagers",
            Scopes.zonesAndRegions(request.world().geography()),
            request.project().groups().all().entrySet().stream());
  }

  private Fields list(Request request) {
    String scope = request.location().path();
    return new Listing<>(request, GroupJson::group)
        .list(
            zonal ? "compute#instanceGroupManagerList" : "compute#regionInstanceGroupManagerList",
            "projects/" + request.project().name() + "/" + scope + "/instanceGroupManagers",
            Listing.within(request.project().groups().all(), scope));
  }

  private Fields listManagedInstances(Request request) {
    Group group = group(request);
    Stream<Map.Entry<String, Member>> members =
        group.members().stream().map(member -> Map.entry(member.name(), member));
    if (!group.settings().paginated()) {
      return Fields.none()
          .with("managedInstances", group.members().stream().map(GroupJson::member).toList());
    }
    Listing.Cut page = new Listing<>(request, GroupJson::member).cut(members);
    return Fields.none().with("managedInstances", page.items()).with("nextPageToken", page.next());
  }

  private Fields listErrors(Request request) {
    TreeMap<String, RecordedError> newestFirst = new TreeMap<>();
    for (RecordedError error : group(request).errors()) {
      newestFirst.put(String.format(Locale.ROOT, "%06d", newestFirst.size()), error);
    }
    Listing.Cut page =
        new Listing<>(request, GroupJson::recorded).cut(newestFirst.entrySet().stream());
    return Fields.none().with("items", page.items()).with("nextPageToken", page.next());
  }

  private Fields resize(Request request) {
    int size =
        request
            .number("size")
            .orElseThrow(() -> new GcpException(400, "required", "Required parameter: size"));
    return answer(
        request.project().groups().resize(group(request), size, request.asker(), request.now()));
  }

  private Fields createInstances(Request request) {
    List<String> names = new ArrayList<>();
    for (Object each : atMost(request.list("instances"))) {
      if (!(each instanceof Map<?, ?> fields) || !(fields.get("name") instanceof String name)) {
        throw new GcpException(400, "required", "Required field 'instances.name' not specified");
      }
      names.add(name);
    }
    return answer(
        request
            .project()
            .groups()
            .createInstances(group(request), names, request.asker(), request.now()));
  }

  private Fields deleteInstances(Request request) {
    List<InstanceReference> references =
        atMost(request.list("instances")).stream()
            .map(each -> InstanceReference.of(each.toString()))
            .toList();
    boolean skip = Boolean.TRUE.equals(request.body().get("skipInstancesOnValidationError"));
    return answer(
        request
            .project()
            .groups()
            .deleteInstances(group(request), references, skip, request.asker(), request.now()));
  }

  private static List<?> atMost(List<?> instances) {
    if (instances.size() > MOST_INSTANCES) {
      throw GcpException.invalid(
          "Invalid value for field 'instances': a request names at most "
              + MOST_INSTANCES
              + " instances, and this one "
              + instances.size()
              + ".");
    }
    return instances;
  }

  private static Fields answer(ComputeOperation operation) {
    return OperationJson.operation(operation);
  }
}
