package io.gpupool.clouds.gcp;

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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The managed instance groups of one project, zonal and regional, in all its locations. */
public final class GcpCloud implements Cloud {

  private final GcpSettings settings;
  private final InstantSource clock;

  public GcpCloud(GcpSettings settings, InstantSource clock) {
    this.settings = Objects.requireNonNull(settings, "settings");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    throw unread();
  }

  @Override
  public void resize(NodeGroupId group, int from, int to) throws CloudException {
    throw unread();
  }

  @Override
  public Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    throw unread();
  }

  /** Nothing: the Compute API quotes no prices. */
  @Override
  public List<Offer> offers(Set<String> machineTypes) {
    return List.of();
  }

  @Override
  public void close() {}

  private CloudException unread() {
    return new CloudException(
        CloudError.of(
            CloudError.Kind.UNAVAILABLE,
            "NotRead",
            "project %s can't be read yet at %s".formatted(settings.project(), clock.instant())));
  }
}
