package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.azure.model.ScaleSet;
import io.gpupool.clouds.emulator.azure.model.ScaleSetSettings;
import io.gpupool.clouds.emulator.azure.wire.Timestamp;

/** Scale sets as Azure writes them. */
final class ScaleSetJson {

  private ScaleSetJson() {}

  static Fields of(ScaleSet set) {
    ScaleSetSettings settings = set.settings();
    Fields json =
        Fields.none()
            .with("name", set.name().name())
            .with("id", set.path())
            .with("type", "Microsoft.Compute/virtualMachineScaleSets")
            .with("location", settings.location())
            .with("tags", (Object) settings.tags());
    if (!settings.zones().isEmpty()) {
      json.with("zones", (Object) settings.zones());
    }
    return json.with(
            "sku",
            Fields.none()
                .with("name", settings.vmSize())
                .with("tier", settings.tier())
                .with("capacity", (Object) set.capacity()))
        .with("etag", set.etag())
        .with(
            "properties",
            Fields.none()
                .withAll(settings.properties())
                .with("orchestrationMode", settings.orchestration().text())
                .with("provisioningState", set.state().text())
                .with("uniqueId", set.uniqueId())
                .with("timeCreated", Timestamp.of(set.created())));
  }
}
