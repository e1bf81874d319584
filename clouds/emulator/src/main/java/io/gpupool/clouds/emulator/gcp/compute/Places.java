package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.wire.Link;
import io.gpupool.clouds.emulator.gcp.wire.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The methods of {@code zones}, {@code regions} and {@code projects}. */
final class Places {

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T08:00:00Z");

  private Places() {}

  /** All of them. */
  static List<Method> methods() {
    return List.of(
        Method.get(
            "zones.list",
            "projects/{project}/zones",
            "compute.zones.list",
            Listing.PARAMETERS,
            request ->
                list(
                    request,
                    "zone",
                    request.world().geography().zones().stream().sorted(),
                    name -> zone(request, name))),
        Method.get(
            "zones.get",
            "projects/{project}/zones/{zone}",
            "compute.zones.get",
            Set.of(),
            request -> zone(request, request.location().name())),
        Method.get(
            "regions.list",
            "projects/{project}/regions",
            "compute.regions.list",
            Listing.PARAMETERS,
            request ->
                list(
                    request,
                    "region",
                    request.world().geography().regions().stream(),
                    name -> region(request, name))),
        Method.get(
            "regions.get",
            "projects/{project}/regions/{region}",
            "compute.regions.get",
            Set.of(),
            request -> region(request, request.location().name())),
        Method.get(
            "projects.get",
            "projects/{project}",
            "compute.projects.get",
            Set.of(),
            Places::project));
  }

  private static Fields list(
      Request request, String thing, Stream<String> names, Function<String, Fields> writing) {
    return new Listing<>(request, writing)
        .list(
            "compute#" + thing + "List",
            "projects/" + request.project().name() + "/" + thing + "s",
            names.map(name -> Map.entry(name, name)));
  }

  private static Fields zone(Request request, String name) {
    String region = name.substring(0, name.lastIndexOf('-'));
    return named(request, "zone", name)
        .with("region", Link.to("projects/" + request.project().name() + "/regions/" + region));
  }

  private static Fields region(Request request, String name) {
    String project = "projects/" + request.project().name();
    List<Fields> quotas = new ArrayList<>();
    request
        .project()
        .quotas()
        .in(name)
        .forEach(
            (metric, quota) ->
                quotas.add(
                    Fields.none()
                        .with("metric", metric)
                        .with("limit", (double) quota.limit())
                        .with("usage", (double) quota.usage())));
    return named(request, "region", name)
        .with(
            "zones",
            request.world().geography().zones(name).stream()
                .map(zone -> (Object) Link.to(project + "/zones/" + zone))
                .toList())
        .with("quotas", quotas);
  }

  private static Fields named(Request request, String thing, String name) {
    return Fields.none()
        .with("kind", "compute#" + thing)
        .with("id", Long.toString(1_000L + Math.floorMod(name.hashCode(), 1_000)))
        .with("creationTimestamp", Timestamp.of(LONG_AGO))
        .with("name", name)
        .with("description", name)
        .with("status", "UP")
        .with(
            "selfLink",
            Link.to("projects/" + request.project().name() + "/" + thing + "s/" + name));
  }

  private static Fields project(Request request) {
    return Fields.none()
        .with("kind", "compute#project")
        .with("id", request.project().number())
        .with("creationTimestamp", Timestamp.of(LONG_AGO))
        .with("name", request.project().name())
        .with(
            "defaultServiceAccount",
            request.project().number() + "-compute@developer.gserviceaccount.com")
        .with("selfLink", Link.to("projects/" + request.project().name()));
  }
}
