package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.MachineType;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What machine types are. That never changes, so each is asked for once, in one zone that has it.
 */
final class MachineTypes {

  private record Key(String region, String type) {}

  private final String project;
  private final GcpClients clients;
  private final Reads reads;
  private final Map<Key, MachineType> known = new ConcurrentHashMap<>();

  MachineTypes(String project, GcpClients clients, Reads reads) {
    this.project = project;
    this.clients = clients;
    this.reads = reads;
  }

  /** A type as one of these zones of a region has it; empty if none of them has. */
  Optional<MachineType> of(String region, List<String> zones, String type) throws CloudException {
    Key key = new Key(region, type);
    MachineType found = known.get(key);
    for (String zone : found == null ? zones : List.<String>of()) {
      found = ask(zone, type).orElse(null);
      if (found != null) {
        known.put(key, found);
        break;
      }
    }
    return Optional.ofNullable(found);
  }

  private Optional<MachineType> ask(String zone, String type) throws CloudException {
    try {
      return Optional.of(reads.one(() -> clients.machineTypes().get(project, zone, type)));
    } catch (CloudException failure) {
      // a name that can't be one is invalid, one that nobody has heard of isn't found
      if (failure.error().kind() == Kind.NOT_FOUND || failure.error().kind() == Kind.INVALID) {
        return Optional.empty();
      }
      throw failure;
    }
  }
}
