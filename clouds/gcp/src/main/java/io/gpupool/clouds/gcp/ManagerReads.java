package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.AggregatedListInstanceGroupManagersRequest;
import com.google.cloud.compute.v1.InstanceGroupManager;
import com.google.cloud.compute.v1.InstanceGroupManagerAggregatedList;
import com.google.cloud.compute.v1.InstanceGroupManagersListErrorsResponse;
import com.google.cloud.compute.v1.InstanceGroupManagersListManagedInstancesResponse;
import com.google.cloud.compute.v1.InstanceManagedByIgmError;
import com.google.cloud.compute.v1.ListErrorsInstanceGroupManagersRequest;
import com.google.cloud.compute.v1.ListErrorsRegionInstanceGroupManagersRequest;
import com.google.cloud.compute.v1.ListManagedInstancesInstanceGroupManagersRequest;
import com.google.cloud.compute.v1.ListManagedInstancesRegionInstanceGroupManagersRequest;
import com.google.cloud.compute.v1.ManagedInstance;
import com.google.cloud.compute.v1.RegionInstanceGroupManagersListErrorsResponse;
import com.google.cloud.compute.v1.RegionInstanceGroupManagersListInstancesResponse;
import io.gpupool.clouds.api.CloudException;
import java.util.ArrayList;
import java.util.List;

/** Reads managed instance groups; zonal and regional ones have different methods in the API. */
final class ManagerReads {

  /** As many as the API puts on a page. */
  static final int PER_PAGE = 500;

  private final String project;
  private final GcpClients clients;
  private final Reads reads;

  ManagerReads(String project, GcpClients clients, Reads reads) {
    this.project = project;
    this.clients = clients;
    this.reads = reads;
  }

  /** Every group of the project, zonal and regional, of all locations. */
  List<ManagedGroup> all() throws CloudException {
    List<ManagedGroup> found = new ArrayList<>();
    String page = "";
    do {
      AggregatedListInstanceGroupManagersRequest request =
          AggregatedListInstanceGroupManagersRequest.newBuilder()
              .setProject(project)
              .setMaxResults(PER_PAGE)
              .setPageToken(page)
              .build();
      InstanceGroupManagerAggregatedList answer =
          reads.one(() -> clients.managers().aggregatedListCallable().call(request));
      Completeness.check(answer.getKind(), answer.getUnreachablesList(), "instance groups");
      answer
          .getItemsMap()
          .forEach(
              (scope, groups) ->
                  groups
                      .getInstanceGroupManagersList()
                      .forEach(
                          group ->
                              found.add(new ManagedGroup(GroupRef.of(project, group), group))));
      for (var scope : answer.getItemsMap().entrySet()) {
        Completeness.check(scope.getKey(), scope.getValue().getWarning());
      }
      page = answer.getNextPageToken();
    } while (!page.isEmpty());
    return found;
  }

  /** One group; {@link io.gpupool.clouds.api.CloudError.Kind#NOT_FOUND} if it doesn't exist. */
  ManagedGroup one(GroupRef group) throws CloudException {
    InstanceGroupManager found =
        reads.one(
            () ->
                group.isRegional()
                    ? clients.regionManagers().get(project, group.location(), group.name())
                    : clients.managers().get(project, group.location(), group.name()));
    return new ManagedGroup(group, found);
  }

  /** The slots of a group. */
  List<Member> members(GroupRef group) throws CloudException {
    List<ManagedInstance> found = new ArrayList<>();
    String page = "";
    do {
      page = group.isRegional() ? regionalPage(group, page, found) : zonalPage(group, page, found);
    } while (!page.isEmpty());
    return found.stream().flatMap(instance -> Member.of(instance).stream()).toList();
  }

  private String zonalPage(GroupRef group, String page, List<ManagedInstance> found)
      throws CloudException {
    ListManagedInstancesInstanceGroupManagersRequest request =
        ListManagedInstancesInstanceGroupManagersRequest.newBuilder()
            .setProject(project)
            .setZone(group.location())
            .setInstanceGroupManager(group.name())
            .setMaxResults(PER_PAGE)
            .setPageToken(page)
            .build();
    InstanceGroupManagersListManagedInstancesResponse answer =
        reads.one(() -> clients.managers().listManagedInstancesCallable().call(request));
    found.addAll(answer.getManagedInstancesList());
    return answer.getNextPageToken();
  }

  private String regionalPage(GroupRef group, String page, List<ManagedInstance> found)
      throws CloudException {
    ListManagedInstancesRegionInstanceGroupManagersRequest request =
        ListManagedInstancesRegionInstanceGroupManagersRequest.newBuilder()
            .setProject(project)
            .setRegion(group.location())
            .setInstanceGroupManager(group.name())
            .setMaxResults(PER_PAGE)
            .setPageToken(page)
            .build();
    RegionInstanceGroupManagersListInstancesResponse answer =
        reads.one(() -> clients.regionManagers().listManagedInstancesCallable().call(request));
    found.addAll(answer.getManagedInstancesList());
    return answer.getNextPageToken();
  }

  /** The errors that a group remembers, one page of them: of each slot the latest are enough. */
  List<InstanceManagedByIgmError> errors(GroupRef group) throws CloudException {
    if (group.isRegional()) {
      ListErrorsRegionInstanceGroupManagersRequest request =
          ListErrorsRegionInstanceGroupManagersRequest.newBuilder()
              .setProject(project)
              .setRegion(group.location())
              .setInstanceGroupManager(group.name())
              .setMaxResults(PER_PAGE)
              .build();
      RegionInstanceGroupManagersListErrorsResponse answer =
          reads.one(() -> clients.regionManagers().listErrorsCallable().call(request));
      return answer.getItemsList();
    }
    ListErrorsInstanceGroupManagersRequest request =
        ListErrorsInstanceGroupManagersRequest.newBuilder()
            .setProject(project)
            .setZone(group.location())
            .setInstanceGroupManager(group.name())
            .setMaxResults(PER_PAGE)
            .build();
    InstanceGroupManagersListErrorsResponse answer =
        reads.one(() -> clients.managers().listErrorsCallable().call(request));
    return answer.getItemsList();
  }
}
