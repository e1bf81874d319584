package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.model.Group;
import io.gpupool.clouds.emulator.gcp.model.Instance;
import io.gpupool.clouds.emulator.gcp.wire.Link;
import io.gpupool.clouds.emulator.gcp.wire.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The methods of {@code instanceGroups} and {@code regionInstanceGroups}, the other face of every
 * managed instance group: the instances alone. Beside them those of {@code autoscalers}, of which
 * there are none.
 */
final class InstanceGroups {

  private static final String PERMISSION = "compute.instanceGroups.";

  private InstanceGroups() {}

  /** All of them. */
  static List<Method> methods() {
    List<Method> methods = new ArrayList<>();
    methods.addAll(of("instanceGroups", "zones/{zone}"));
    methods.addAll(of("regionInstanceGroups", "regions/{region}"));
    methods.add(
        Method.get(
            "instanceGroups.aggregatedList",
            "projects/{project}/aggregated/instanceGroups",
            PERMISSION + "list",
            Listing.AGGREGATED_PARAMETERS,
            request ->
                new Listing<>(request, InstanceGroups::written)
                    .aggregated(
                        "compute#instanceGroupAggregatedList",
                        "instanceGroups",
                        Scopes.zonesAndRegions(request.world().geography()),
                        request.project().groups().all().entrySet().stream())));
    methods.add(autoscalers("autoscalers.list", "zones/{zone}"));
    methods.add(autoscalers("regionAutoscalers.list", "regions/{region}"));
    methods.add(
        Method.get(
            "autoscalers.aggregatedList",
            "projects/{project}/aggregated/autoscalers",
            "compute.autoscalers.list",
            Listing.AGGREGATED_PARAMETERS,
            request ->
                new Listing<Fields>(request, fields -> fields)
                    .aggregated(
                        "compute#autoscalerAggregatedList",
                        "autoscalers",
                        Scopes.zonesAndRegions(request.world().geography()),
                        Stream.empty())));
    return methods;
  }

  private static List<Method> of(String collection, String place) {
    String groups = "projects/{project}/" + place + "/instanceGroups";
    return List.of(
        Method.get(
            collection + ".list",
            groups,
            PERMISSION + "list",
            Listing.PARAMETERS,
            request -> {
              String scope = request.location().path();
              return new Listing<>(request, InstanceGroups::written)
                  .list(
                      "compute#" + singular(collection) + "List",
                      "projects/" + request.project().name() + "/" + scope + "/instanceGroups",
                      Listing.within(request.project().groups().all(), scope));
            }),
        Method.get(
            collection + ".get",
            groups + "/{name}",
            PERMISSION + "get",
            Set.of(),
            request -> written(group(request))),
        Method.post(
            collection + ".listInstances",
            groups + "/{name}/listInstances",
            PERMISSION + "list",
            Listing.PARAMETERS,
            InstanceGroups::instances));
  }

  private static Method autoscalers(String name, String place) {
    return Method.get(
        name,
        "projects/{project}/" + place + "/autoscalers",
        "compute.autoscalers.list",
        Listing.PARAMETERS,
        request ->
            new Listing<Fields>(request, fields -> fields)
                .list(
                    "compute#autoscalerList",
                    "projects/"
                        + request.project().name()
                        + "/"
                        + request.location().path()
                        + "/autoscalers",
                    Stream.empty()));
  }

  private static Group group(Request request) {
    return request.project().groups().existing(request.location(), request.path("name"));
  }

  private static Fields written(Group group) {
    return Fields.none()
        .with("kind", "compute#instanceGroup")
        .with("id", group.id())
        .with("creationTimestamp", Timestamp.of(group.created()))
        .with("name", group.name())
        .with("description", "")
        .with(
            group.location().zonal() ? "zone" : "region",
            Link.to("projects/" + group.project() + "/" + group.location().path()))
        .with("network", Link.to("projects/" + group.project() + "/global/networks/default"))
        .with("size", (int) machines(group).count())
        .with("fingerprint", group.fingerprint())
        .with(
            "selfLink",
            Link.to(group.path().replace("/instanceGroupManagers/", "/instanceGroups/")));
  }

  private static Fields instances(Request request) {
    boolean onlyRunning = "RUNNING".equals(request.body().get("instanceState"));
    TreeMap<String, Instance> byName = new TreeMap<>();
    machines(group(request))
        .filter(each -> !onlyRunning || each.status() == Instance.Status.RUNNING)
        .forEach(each -> byName.put(each.name(), each));
    return new Listing<Instance>(
            request,
            each ->
                Fields.none()
                    .with("instance", Link.to(each.path()))
                    .with("status", each.status().name()))
        .list(
            "compute#instanceGroupsListInstances",
            group(request).path().replace("/instanceGroupManagers/", "/instanceGroups/"),
            byName.entrySet().stream().map(entry -> Map.entry(entry.getKey(), entry.getValue())));
  }

  private static Stream<Instance> machines(Group group) {
    return group.members().stream().flatMap(member -> member.machine().stream());
  }

  private static String singular(String collection) {
    return collection.substring(0, collection.length() - 1);
  }
}
