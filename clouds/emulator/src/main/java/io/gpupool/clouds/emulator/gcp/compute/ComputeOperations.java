package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.model.GcpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The methods of {@code zoneOperations}, {@code regionOperations} and {@code globalOperations}.
 * Waiting answers at once, with whatever the operation is: the real one may answer early too, and
 * this one's clock would never go on while it waits.
 */
final class ComputeOperations {

  private ComputeOperations() {}

  /** All of them. */
  static List<Method> methods() {
    List<Method> methods = new ArrayList<>();
    methods.addAll(of("zoneOperations", "zones/{zone}"));
    methods.addAll(of("regionOperations", "regions/{region}"));
    methods.addAll(of("globalOperations", "global"));
    methods.add(
        Method.get(
            "globalOperations.aggregatedList",
            "projects/{project}/aggregated/operations",
            "compute.globalOperations.list",
            Listing.AGGREGATED_PARAMETERS,
            request ->
                new Listing<>(request, OperationJson::operation)
                    .aggregated(
                        "compute#operationAggregatedList",
                        "operations",
                        Scopes.zonesAndRegions(request.world().geography()),
                        request.project().operations().all().entrySet().stream())));
    return methods;
  }

  private static List<Method> of(String collection, String place) {
    String operations = "projects/{project}/" + place + "/operations";
    String permission = "compute." + collection + ".";
    return List.of(
        Method.get(
            collection + ".list",
            operations,
            permission + "list",
            Listing.PARAMETERS,
            ComputeOperations::list),
        Method.get(
            collection + ".get",
            operations + "/{name}",
            permission + "get",
            Set.of(),
            ComputeOperations::get),
        Method.post(
            collection + ".wait",
            operations + "/{name}/wait",
            permission + "get",
            Set.of(),
            ComputeOperations::get));
  }

  private static Fields list(Request request) {
    String scope = scope(request);
    return new Listing<>(request, OperationJson::operation)
        .list(
            "compute#operationList",
            "projects/" + request.project().name() + "/" + scope + "/operations",
            Listing.within(request.project().operations().all(), scope));
  }

  private static Fields get(Request request) {
    String scope = scope(request);
    String name = request.path("name");
    return request
        .project()
        .operations()
        .named(scope, name)
        .map(OperationJson::operation)
        .orElseThrow(
            () ->
                GcpException.notFound(
                    "projects/" + request.project().name() + "/" + scope + "/operations/" + name));
  }

  private static String scope(Request request) {
    boolean global = !request.path().containsKey("zone") && !request.path().containsKey("region");
    return global ? "global" : request.location().path();
  }
}
