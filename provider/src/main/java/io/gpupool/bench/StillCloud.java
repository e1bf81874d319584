package io.gpupool.bench;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.SizeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cloud in which nothing ever happens, with as many groups and instances as are wanted. */
public final class StillCloud implements Cloud {

  private static final NodeShape SHAPE =
      NodeShape.of(
          "still",
          new MachineType(
              "p5.48xlarge",
              "amd64",
              192,
              2_048L << 30,
              Optional.of(new Accelerator("nvidia", "H100", 8, 80L << 30))),
          "us-east-1",
          List.of("us-east-1a"),
          CapacityType.ON_DEMAND);

  private final CloudReading reading;

  /** A cloud of this size. */
  public StillCloud(LoopSize size) {
    List<List<Instance>> instances = new ArrayList<>();
    for (int group = 0; group < size.groups(); group++) {
      instances.add(new ArrayList<>());
    }
    for (int node = 0; node < size.nodes(); node++) {
      instances
          .get(size.groupOf(node))
          .add(Instance.of(new ProviderId(LoopSize.providerId(node)), InstanceState.RUNNING));
    }
    List<GroupReading> groups = new ArrayList<>();
    for (int group = 0; group < size.groups(); group++) {
      groups.add(
          new GroupReading(
              group(group),
              new SizeLimits(0, instances.get(group).size() + 10),
              instances.get(group).size(),
              Optional.empty(),
              instances.get(group),
              List.of(),
              Optional.of(SHAPE)));
    }
    this.reading = CloudReading.of(groups);
  }

  /** A group's id. */
  static NodeGroupId group(int number) {
    return NodeGroupId.of("aws", "111122223333", "us-east-1", "group-%03d".formatted(number));
  }

  @Override
  public CloudReading observe(Optional<CloudReading> previous) {
    return reading;
  }

  @Override
  public void resize(NodeGroupId group, int from, int to) throws CloudException {
    throw nothingChanges();
  }

  @Override
  public Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    throw nothingChanges();
  }

  @Override
  public List<Offer> offers(Set<String> machineTypes) {
    return List.of();
  }

  @Override
  public void close() {}

  private static CloudException nothingChanges() {
    return new CloudException(
        CloudError.of(CloudError.Kind.INVALID, "StillCloud", "nothing changes in this cloud"));
  }
}
