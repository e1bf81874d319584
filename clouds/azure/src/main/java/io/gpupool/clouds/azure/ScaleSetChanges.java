package io.gpupool.clouds.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.rest.Response;
import com.azure.resourcemanager.compute.models.Sku;
import com.azure.resourcemanager.compute.models.VirtualMachineScaleSetUpdate;
import com.azure.resourcemanager.compute.models.VirtualMachineScaleSetVMInstanceRequiredIDs;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The two changes that are made to scale sets, each asked for once. */
final class ScaleSetChanges {

  private static final HttpHeaderName OPERATION = HttpHeaderName.fromString("Azure-AsyncOperation");

  private final AzureClient client;

  ScaleSetChanges(AzureClient client) {
    this.client = client;
  }

  /**
   * Sets how many machines a scale set is to have, unless somebody else has changed it since it was
   * read.
   *
   * @return the address of the operation, if it isn't done yet
   */
  Optional<String> resize(ScaleSet group, int capacity) throws CloudException {
    Sku now = group.data().sku();
    return once(
        client
            .writing()
            .getVirtualMachineScaleSets()
            .updateWithResponseAsync(
                group.ref().resourceGroup(),
                group.ref().name(),
                new VirtualMachineScaleSetUpdate()
                    .withSku(
                        new Sku()
                            .withName(now.name())
                            .withTier(now.tier())
                            .withCapacity((long) capacity)),
                group.etag().orElse(null),
                null));
  }

  /**
   * Deletes machines without waiting for them to shut down, or with, where Azure insists on that.
   *
   * @return the address of the operation, if it isn't done yet
   */
  Optional<String> delete(ScaleSet group, List<String> names) throws CloudException {
    if (group.mayForce()) {
      try {
        return delete(group, names, true);
      } catch (CloudException refused) {
        // a call that comes too soon is refused with this code as well
        if (!refused.error().code().equals("OperationNotAllowed")
            || refused.error().kind() == CloudError.Kind.THROTTLED
            || refused.error().mayHaveHappened()) {
          throw refused;
        }
      }
    }
    return delete(group, names, false);
  }

  private Optional<String> delete(ScaleSet group, List<String> names, boolean force)
      throws CloudException {
    return once(
        client
            .writing()
            .getVirtualMachineScaleSets()
            .deleteInstancesWithResponseAsync(
                group.ref().resourceGroup(),
                group.ref().name(),
                new VirtualMachineScaleSetVMInstanceRequiredIDs().withInstanceIds(names),
                force));
  }

  private <T> Optional<String> once(Mono<Response<T>> change) throws CloudException {
    try {
      Response<T> answer = change.block(client.writeTimeout().multipliedBy(2));
      HttpHeaders headers = answer == null ? new HttpHeaders() : answer.getHeaders();
      return Optional.ofNullable(headers.getValue(OPERATION));
    } catch (RuntimeException failure) {
      throw new CloudException(AzureErrors.ofWriting(failure), failure);
    }
  }
}
