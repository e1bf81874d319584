package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.Cloud;
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

/** The scale sets of one subscription, uniform and flexible, in all its regions. */
public final class AzureCloud implements Cloud {

  private final Reads reads;
  private final GroupObserver observer;
  private final GroupChanger changer;

  public AzureCloud(AzureSettings settings, InstantSource clock) {
    AzureClient client = new AzureClient(settings);
    this.reads = new Reads(settings.timeouts(), clock);
    AcceptedChanges accepted = new AcceptedChanges(new Operations(client, reads));
    ScaleSets scaleSets = new ScaleSets(settings.subscription(), client, reads);
    this.observer =
        new GroupObserver(settings, scaleSets, new MachineTypes(client, reads), accepted, clock);
    this.changer = new GroupChanger(settings, client, scaleSets, accepted, clock);
  }

  @Override
  public CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    return observer.observe(previous);
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

  /** Nothing: Azure Resource Manager quotes no prices. */
  @Override
  public List<Offer> offers(Set<String> machineTypes) {
    return List.of();
  }

  /** The JDK's HTTP client ends by itself, with what refers to it. */
  @Override
  public void close() {
    reads.close();
  }
}
