package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.azure.model.Machine;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import io.gpupool.clouds.emulator.azure.model.ProvisioningState;
import io.gpupool.clouds.emulator.azure.model.ScaleSet;
import io.gpupool.clouds.emulator.azure.wire.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Instance views: what Azure says of the state of things beside what they are told to be. */
final class Statuses {

  private Statuses() {}

  /** The view of a machine. */
  static Fields of(Machine machine) {
    List<Fields> statuses = new ArrayList<>();
    statuses.add(provisioning(machine.state(), machine.error(), machine.stateSince()));
    machine
        .power()
        .ifPresent(
            power ->
                statuses.add(
                    Fields.none()
                        .with("code", power.code())
                        .with("level", "Info")
                        .with("displayStatus", power.display())));
    return Fields.none().with("statuses", statuses);
  }

  /** The view of a scale set. */
  static Fields of(ScaleSet set) {
    Map<String, Long> counts =
        set.machines().stream()
            .collect(
                Collectors.groupingBy(
                    machine -> machine.state().code(), TreeMap::new, Collectors.counting()));
    List<Fields> summary =
        counts.entrySet().stream()
            .map(
                each ->
                    Fields.none()
                        .with("code", each.getKey())
                        .with("count", (Object) each.getValue()))
            .toList();
    return Fields.none()
        .with("virtualMachine", Fields.none().with("statusesSummary", summary))
        .with("statuses", List.of(provisioning(set.state(), set.error(), set.stateSince())));
  }

  private static Fields provisioning(
      ProvisioningState state, Optional<ProvisioningError> error, Instant since) {
    Optional<ProvisioningError> why = error.filter(each -> state == ProvisioningState.FAILED);
    return Fields.none()
        .with("code", state.code() + why.map(each -> "/" + each.code()).orElse(""))
        .with("level", state == ProvisioningState.FAILED ? "Error" : "Info")
        .with("displayStatus", state.display())
        .with("message", why.map(ProvisioningError::message))
        .with("time", Timestamp.of(since));
  }
}
