package io.gpupool.template;

import io.gpupool.clouds.api.Accelerator;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a pod can count on in a group that may launch one of several machine types: the least of
 * everything. A template that promised more would bring up nodes for pods that then don't fit.
 *
 * <p>Types whose accelerators are of another vendor, or that have none, are left out: there is
 * nothing that they have in common with the others, and a template without accelerators would keep
 * the group from ever being scaled up for them.
 */
final class LeastMachine {

  private LeastMachine() {}

  /** The least of all, under the name and the accelerators' model of the first. */
  static MachineType of(NodeShape shape) {
    MachineType first = shape.machine();
    List<MachineType> all = new ArrayList<>(List.of(first));
    shape.alternatives().stream()
        .filter(type -> vendor(type).equals(vendor(first)))
        .filter(type -> type.architecture().equals(first.architecture()))
        .forEach(all::add);
    return new MachineType(
        first.name(),
        first.architecture(),
        all.stream().mapToInt(MachineType::vcpu).min().orElseThrow(),
        all.stream().mapToLong(MachineType::memoryBytes).min().orElseThrow(),
        first.accelerator().map(accelerator -> least(accelerator, all)),
        all.stream().mapToLong(MachineType::localDiskBytes).min().orElseThrow(),
        leastPods(all));
  }

  private static Accelerator least(Accelerator first, List<MachineType> all) {
    List<Accelerator> accelerators =
        all.stream().flatMap(type -> type.accelerator().stream()).toList();
    return new Accelerator(
        first.vendor(),
        first.model(),
        accelerators.stream().mapToInt(Accelerator::count).min().orElseThrow(),
        accelerators.stream().mapToLong(Accelerator::memoryBytes).min().orElseThrow(),
        accelerators.stream().mapToInt(Accelerator::coresEach).min().orElseThrow());
  }

  private static OptionalInt leastPods(List<MachineType> all) {
    return all.stream().flatMapToInt(type -> type.maxPods().stream()).min();
  }

  private static Optional<String> vendor(MachineType type) {
    return type.accelerator().map(Accelerator::vendor);
  }
}
