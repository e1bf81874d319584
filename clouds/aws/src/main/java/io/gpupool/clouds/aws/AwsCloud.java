package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ProviderId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** The Auto Scaling groups of one region of one account. */
public final class AwsCloud implements Cloud {

  private static final String LINUX = "Linux/UNIX";

  private final AwsClients clients;
  private final InstantSource clock;
  private final GroupObserver observer;
  private final GroupChanger changer;

  public AwsCloud(AwsSettings settings, InstantSource clock) {
    this.clients = new AwsClients(settings);
    this.clock = clock;
    this.observer = new GroupObserver(settings, clients, clock);
    this.changer = new GroupChanger(clients);
  }

  @Override
  public CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    try {
      return observer.observe(previous);
    } catch (SdkException failure) {
      throw AwsErrors.ofReading(failure);
    }
  }

  @Override
  public void resize(NodeGroupId group, int from, int to) throws CloudException {
    changer.resize(group, from, to);
  }

  @Override
  public Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    return changer.delete(group, instances);
  }

  /** The spot prices of this moment, in each zone. */
  @Override
  public List<Offer> offers(Set<String> machineTypes) throws CloudException {
    if (machineTypes.isEmpty()) {
      return List.of();
    }
    try {
      return clients
          .ec2()
          .describeSpotPriceHistoryPaginator(
              request ->
                  request
                      .instanceTypesWithStrings(machineTypes)
                      .productDescriptions(LINUX)
                      .startTime(clock.instant()))
          .spotPriceHistory()
          .stream()
          .map(AwsCloud::offer)
          .toList();
    } catch (SdkException failure) {
      throw AwsErrors.ofReading(failure);
    } catch (NumberFormatException unreadable) {
      throw new CloudException(
          CloudError.of(CloudError.Kind.UNAVAILABLE, "UnreadablePrice", String.valueOf(unreadable)),
          unreadable);
    }
  }

  private static Offer offer(SpotPrice price) {
    return new Offer(
        price.instanceTypeAsString(),
        price.availabilityZone(),
        CapacityType.SPOT,
        Double.parseDouble(price.spotPrice()),
        price.timestamp());
  }

  @Override
  public void close() {
    changer.close();
    clients.close();
  }
}
