package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.model.GcpException;
import io.gpupool.clouds.emulator.gcp.model.Instance;
import io.gpupool.clouds.emulator.gcp.model.InstanceTemplate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The methods of {@code instances}, {@code instanceTemplates} and {@code regionInstanceTemplates}.
 */
final class Instances {

  private Instances() {}

  /** All of them. */
  static List<Method> methods() {
    String ofZone = "projects/{project}/zones/{zone}/instances";
    String ofRegion = "projects/{project}/regions/{region}/instanceTemplates";
    String global = "projects/{project}/global/instanceTemplates";
    Set<String> listing = new HashSet<>(Listing.PARAMETERS);
    listing.add("view");
    return List.of(
        Method.get(
            "instances.list", ofZone, "compute.instances.list", listing, Instances::instances),
        Method.get(
            "instances.get",
            ofZone + "/{name}",
            "compute.instances.get",
            Set.of("view"),
            Instances::instance),
        Method.get(
            "instances.aggregatedList",
            "projects/{project}/aggregated/instances",
            "compute.instances.list",
            Listing.AGGREGATED_PARAMETERS,
            Instances::allInstances),
        Method.get(
            "instanceTemplates.list",
            global,
            "compute.instanceTemplates.list",
            listing,
            request -> templates(request, Optional.empty())),
        Method.get(
            "instanceTemplates.get",
            global + "/{name}",
            "compute.instanceTemplates.get",
            Set.of("view"),
            request -> template(request, Optional.empty())),
        Method.get(
            "instanceTemplates.aggregatedList",
            "projects/{project}/aggregated/instanceTemplates",
            "compute.instanceTemplates.list",
            Listing.AGGREGATED_PARAMETERS,
            Instances::allTemplates),
        Method.get(
            "regionInstanceTemplates.list",
            ofRegion,
            "compute.instanceTemplates.list",
            listing,
            request -> templates(request, Optional.of(request.location().name()))),
        Method.get(
            "regionInstanceTemplates.get",
            ofRegion + "/{name}",
            "compute.instanceTemplates.get",
            Set.of("view"),
            request -> template(request, Optional.of(request.location().name()))));
  }

  private static Fields instances(Request request) {
    String zone = request.location().name();
    return new Listing<>(request, InstanceJson::instance)
        .list(
            "compute#instanceList",
            "projects/" + request.project().name() + "/zones/" + zone + "/instances",
            Listing.within(request.project().machines().living(), zone));
  }

  private static Fields instance(Request request) {
    String zone = request.location().name();
    String name = request.path("name");
    return request
        .project()
        .machines()
        .named(zone, name)
        .map(InstanceJson::instance)
        .orElseThrow(
            () ->
                GcpException.notFound(
                    "projects/"
                        + request.project().name()
                        + "/zones/"
                        + zone
                        + "/instances/"
                        + name));
  }

  private static Fields allInstances(Request request) {
    Stream<Map.Entry<String, Instance>> sorted =
        request.project().machines().living().entrySet().stream()
            .map(entry -> Map.entry("zones/" + entry.getKey(), entry.getValue()));
    return new Listing<>(request, InstanceJson::instance)
        .aggregated(
            "compute#instanceAggregatedList",
            "instances",
            Scopes.zones(request.world().geography()),
            sorted);
  }

  private static Fields templates(Request request, Optional<String> region) {
    String scope = region.map(name -> "regions/" + name).orElse("global");
    return new Listing<>(request, InstanceJson::template)
        .list(
            "compute#instanceTemplateList",
            "projects/" + request.project().name() + "/" + scope + "/instanceTemplates",
            Listing.within(request.project().templates().all(), scope));
  }

  private static Fields template(Request request, Optional<String> region) {
    return InstanceJson.template(
        request.project().templates().existing(region, request.path("name")));
  }

  private static Fields allTemplates(Request request) {
    List<Map.Entry<String, InstanceTemplate>> sorted =
        new ArrayList<>(request.project().templates().all().entrySet());
    return new Listing<>(request, InstanceJson::template)
        .aggregated(
            "compute#instanceTemplateAggregatedList",
            "instanceTemplates",
            Scopes.globalAndRegions(request.world().geography()),
            sorted.stream());
  }
}
