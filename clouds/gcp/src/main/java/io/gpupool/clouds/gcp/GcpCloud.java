package io.gpupool.clouds.gcp;

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

/** The managed instance groups of one project, zonal and regional, in all its locations. */
public final class GcpCloud implements Cloud {

  private final GcpClients clients;
  private final GroupObserver observer;
  private final GroupChanger changer;

  public GcpCloud(GcpSettings settings, InstantSource clock) {
    this.clients = new GcpClients(settings);
    Reads reads = new Reads(settings.timeouts(), clients, clock);
    Templates templates = new Templates(settings.project(), clients, reads);
    Operations operations = new Operations(settings.project(), clients, reads);
    AcceptedChanges accepted = new AcceptedChanges(operations);
    this.observer =
        new GroupObserver(settings, clients, reads, templates, operations, accepted, clock);
    this.changer = new GroupChanger(settings, clients, reads, templates, accepted);
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

  /** Nothing: the Compute API quotes no prices. */
  @Override
  public List<Offer> offers(Set<String> machineTypes) {
    return List.of();
  }

  @Override
  public void close() {
    clients.close();
  }
}
