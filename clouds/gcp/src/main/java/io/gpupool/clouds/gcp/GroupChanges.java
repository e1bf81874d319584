package io.gpupool.clouds.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.compute.v1.DeleteInstancesInstanceGroupManagerRequest;
import com.google.cloud.compute.v1.DeleteInstancesRegionInstanceGroupManagerRequest;
import com.google.cloud.compute.v1.InstanceGroupManagersDeleteInstancesRequest;
import com.google.cloud.compute.v1.Operation;
import com.google.cloud.compute.v1.RegionInstanceGroupManagersDeleteInstancesRequest;
import com.google.cloud.compute.v1.ResizeInstanceGroupManagerRequest;
import com.google.cloud.compute.v1.ResizeRegionInstanceGroupManagerRequest;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import java.util.List;
import java.util.UUID;

/**
 * The two changes that are made to groups. Each is asked for once, with an id of its own: were the
 * id worked out from what is asked, the API would take a group that grows, shrinks and grows again
 * within the hour for one that repeats itself, and do nothing.
 */
final class GroupChanges {

  private final String project;
  private final GcpClients clients;

  GroupChanges(String project, GcpClients clients) {
    this.project = project;
    this.clients = clients;
  }

  /** Sets a group's size. The group chooses what to delete if that is less than it has. */
  Operation resize(GroupRef group, int size) throws CloudException {
    String id = UUID.randomUUID().toString();
    try {
      if (group.isRegional()) {
        return clients
            .regionManagersWriting()
            .resizeCallable()
            .call(
                ResizeRegionInstanceGroupManagerRequest.newBuilder()
                    .setProject(project)
                    .setRegion(group.location())
                    .setInstanceGroupManager(group.name())
                    .setSize(size)
                    .setRequestId(id)
                    .build());
      }
      return clients
          .managersWriting()
          .resizeCallable()
          .call(
              ResizeInstanceGroupManagerRequest.newBuilder()
                  .setProject(project)
                  .setZone(group.location())
                  .setInstanceGroupManager(group.name())
                  .setSize(size)
                  .setRequestId(id)
                  .build());
    } catch (ApiException failure) {
      throw refused(failure);
    }
  }

  /** Deletes these slots of a group, which becomes smaller by their number. */
  Operation delete(GroupRef group, List<InstanceRef> instances) throws CloudException {
    String id = UUID.randomUUID().toString();
    List<String> links = instances.stream().map(InstanceRef::link).toList();
    try {
      if (group.isRegional()) {
        return clients
            .regionManagersWriting()
            .deleteInstancesCallable()
            .call(
                DeleteInstancesRegionInstanceGroupManagerRequest.newBuilder()
                    .setProject(project)
                    .setRegion(group.location())
                    .setInstanceGroupManager(group.name())
                    .setRequestId(id)
                    .setRegionInstanceGroupManagersDeleteInstancesRequestResource(
                        RegionInstanceGroupManagersDeleteInstancesRequest.newBuilder()
                            .addAllInstances(links)
                            .setSkipInstancesOnValidationError(true))
                    .build());
      }
      return clients
          .managersWriting()
          .deleteInstancesCallable()
          .call(
              DeleteInstancesInstanceGroupManagerRequest.newBuilder()
                  .setProject(project)
                  .setZone(group.location())
                  .setInstanceGroupManager(group.name())
                  .setRequestId(id)
                  .setInstanceGroupManagersDeleteInstancesRequestResource(
                      InstanceGroupManagersDeleteInstancesRequest.newBuilder()
                          .addAllInstances(links)
                          .setSkipInstancesOnValidationError(true))
                  .build());
    } catch (ApiException failure) {
      throw refused(failure);
    }
  }

  private static CloudException refused(ApiException failure) {
    CloudError error = GcpErrors.ofWriting(failure);
    return new CloudException(error, failure);
  }
}
