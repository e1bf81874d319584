package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a group launches.
 *
 * @param source where that is written; as long as it stays the same, so does all of this
 * @param machineTypes one or more
 * @param inOrder whether they are in the order in which the group prefers them
 * @param spot whether all of it is spot instances
 * @param rootDiskBytes the root disk, if template or image say it
 */
record Launch(
    String source,
    List<String> machineTypes,
    boolean inOrder,
    boolean spot,
    OptionalLong rootDiskBytes) {

  Launch {
    machineTypes = List.copyOf(machineTypes);
  }

  /** What an earlier reading has found. */
  static Launch of(NodeShape before) {
    return new Launch(
        before.source(),
        Stream.concat(Stream.of(before.machine()), before.alternatives().stream())
            .map(MachineType::name)
            .toList(),
        true,
        before.capacityType() == CapacityType.SPOT,
        before.rootDiskBytes());
  }
}
