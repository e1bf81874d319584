package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.AggregatedListInstancesRequest;
import com.google.cloud.compute.v1.InstanceAggregatedList;
import io.gpupool.clouds.api.CloudException;
import java.util.HashMap;
import java.util.Map;

/** The names and states of all instances of the project, whoever they belong to. */
final class Inventory {

  private final String project;
  private final GcpClients clients;
  private final Reads reads;

  Inventory(String project, GcpClients clients, Reads reads) {
    this.project = project;
    this.clients = clients;
    this.reads = reads;
  }

  /** The states by instance, in Compute Engine's words. */
  Map<InstanceRef, String> states() throws CloudException {
    Map<InstanceRef, String> states = new HashMap<>();
    String page = "";
    do {
      AggregatedListInstancesRequest request =
          AggregatedListInstancesRequest.newBuilder()
              .setProject(project)
              .setMaxResults(ManagerReads.PER_PAGE)
              .setPageToken(page)
              .build();
      InstanceAggregatedList answer =
          reads.one(() -> clients.instances().aggregatedListCallable().call(request));
      Completeness.check(answer.getKind(), answer.getUnreachablesList(), "instances");
      for (var scope : answer.getItemsMap().entrySet()) {
        Completeness.check(scope.getKey(), scope.getValue().getWarning());
        String zone = Links.name(scope.getKey());
        scope
            .getValue()
            .getInstancesList()
            .forEach(
                instance ->
                    states.put(new InstanceRef(zone, instance.getName()), instance.getStatus()));
      }
      page = answer.getNextPageToken();
    } while (!page.isEmpty());
    return states;
  }
}
