package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.azure.model.Machine;
import io.gpupool.clouds.emulator.azure.model.ScaleSetSettings;
import io.gpupool.clouds.emulator.azure.wire.Timestamp;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Virtual machines as Azure writes them. */
final class MachineJson {

  private static final List<String> FROM_THE_PROFILE =
      List.of(
          "storageProfile",
          "priority",
          "evictionPolicy",
          "billingProfile",
          "capacityReservation",
          "securityProfile");

  private MachineJson() {}

  /** One that is known through its scale set. */
  static Fields uniform(Machine machine, boolean withView) {
    Fields json =
        head(machine, machine.path(), "Microsoft.Compute/virtualMachineScaleSets/virtualMachines")
            .with("instanceId", machine.instanceId())
            .with(
                "sku",
                Fields.none()
                    .with("name", machine.type().name())
                    .with("tier", machine.settings().tier()));
    Fields properties =
        properties(machine)
            .with("latestModelApplied", (Object) true)
            .with("modelDefinitionApplied", "VirtualMachineScaleSet");
    return json.with("properties", viewed(properties, machine, withView));
  }

  /** One that is a resource of its own. */
  static Fields own(Machine machine, boolean withView) {
    Fields properties = properties(machine);
    machine
        .owner()
        .ifPresent(
            set -> properties.with("virtualMachineScaleSet", Fields.none().with("id", set.path())));
    return head(machine, machine.path(), "Microsoft.Compute/virtualMachines")
        .with("properties", viewed(properties, machine, withView));
  }

  /** The same in a list, where Azure writes resource groups in capitals. */
  static Fields listed(Machine machine, boolean withView) {
    return own(machine, withView).with("id", inCapitals(machine));
  }

  /** Nothing but how it is, as lists of nothing else have it. */
  static Fields statusOnly(Machine machine) {
    return Fields.none()
        .with("name", machine.name().name())
        .with("id", inCapitals(machine))
        .with("type", "Microsoft.Compute/virtualMachines")
        .with("location", machine.settings().location())
        .with(
            "properties",
            Fields.none()
                .with("vmId", machine.vmId())
                .with("provisioningState", machine.state().text())
                .with("instanceView", Statuses.of(machine)));
  }

  private static String inCapitals(Machine machine) {
    String group = "/resourceGroups/" + machine.name().resourceGroup() + "/";
    return machine
        .path()
        .replace(
            group,
            "/resourceGroups/" + machine.name().resourceGroup().toUpperCase(Locale.ROOT) + "/");
  }

  private static Fields head(Machine machine, String id, String type) {
    ScaleSetSettings settings = machine.settings();
    Fields json =
        Fields.none()
            .with("name", machine.name().name())
            .with("id", id)
            .with("type", type)
            .with("location", settings.location())
            .with("tags", (Object) settings.tags())
            .with("etag", machine.etag());
    machine.zone().ifPresent(zone -> json.with("zones", (Object) List.of(zone)));
    return json;
  }

  private static Fields properties(Machine machine) {
    Fields properties =
        Fields.none()
            .with("vmId", machine.vmId())
            .with("provisioningState", machine.state().text())
            .with("timeCreated", Timestamp.of(machine.created()))
            .with("hardwareProfile", Fields.none().with("vmSize", machine.type().name()))
            .with("osProfile", Fields.none().with("computerName", machine.computerName()));
    Map<?, ?> profile = machine.settings().profile();
    for (String name : FROM_THE_PROFILE) {
      if (profile.get(name) != null) {
        properties.with(name, (Object) profile.get(name));
      }
    }
    return properties;
  }

  private static Fields viewed(Fields properties, Machine machine, boolean withView) {
    return withView ? properties.with("instanceView", Statuses.of(machine)) : properties;
  }
}
