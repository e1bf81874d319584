package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.clouds.emulator.azure.model.MachineTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code skus}: which sizes a region has, what they are like, and where they can't be had. */
final class ResourceSkus {

  private static final Pattern FILTER = Pattern.compile("\\s*location\\s+eq\\s+'([^']+)'\\s*");
  private static final List<String> ZONES = List.of("1", "2", "3");
  private static final String USUAL_LOCATION = "eastus";

  private ResourceSkus() {}

  static List<Method> methods() {
    return List.of(
        Method.of(
            "ResourceSkus_List",
            "GET " + Method.SUBSCRIPTION + Method.PROVIDER + "skus",
            "Microsoft.Compute/skus/read",
            Set.of("$filter", "includeExtendedLocations", "$skiptoken"),
            ResourceSkus::list));
  }

  private static Result list(Request request) {
    String location =
        request.parameter("$filter").map(ResourceSkus::location).orElse(USUAL_LOCATION);
    MachineTypes types = request.world().types();
    return request.list(types.all(), MachineType::name, type -> of(type, types, location));
  }

  private static String location(String filter) {
    Matcher matcher = FILTER.matcher(filter);
    if (!matcher.matches()) {
      throw AzureException.invalidParameter(
          "The value " + filter + " of parameter '$filter' is invalid.");
    }
    return matcher.group(1).toLowerCase(Locale.ROOT);
  }

  private static Fields of(MachineType type, MachineTypes types, String location) {
    return Fields.none()
        .with("resourceType", "virtualMachines")
        .with("name", type.name())
        .with("tier", "Standard")
        .with("size", type.name().replaceFirst("^[^_]*_", ""))
        .with("family", type.family())
        .with("locations", (Object) List.of(location))
        .with(
            "locationInfo",
            List.of(
                Fields.none()
                    .with("location", location)
                    .with("zones", (Object) ZONES)
                    .with("zoneDetails", (Object) List.of())))
        .with("capabilities", capabilities(type))
        .with("restrictions", restrictions(type, types, location));
  }

  private static List<Fields> capabilities(MachineType type) {
    List<Fields> all = new ArrayList<>();
    all.add(capability("MaxResourceVolumeMB", Integer.toString(type.localDiskMib())));
    all.add(capability("vCPUs", Integer.toString(type.vcpus())));
    all.add(capability("MemoryGB", decimal(type.memoryGib())));
    all.add(capability("CpuArchitectureType", type.architecture()));
    all.add(capability("LowPriorityCapable", "True"));
    if (type.gpus() > 0) {
      all.add(capability("GPUs", Integer.toString(type.gpus())));
    }
    return all;
  }

  private static String decimal(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static Fields capability(String name, String value) {
    return Fields.none().with("name", name).with("value", value);
  }

  private static List<Fields> restrictions(MachineType type, MachineTypes types, String location) {
    List<Fields> all = new ArrayList<>();
    if (types.isWithheld(type.name(), location)) {
      all.add(restriction("Location", location, Optional.empty()));
    }
    List<String> zones =
        ZONES.stream()
            .filter(zone -> types.isWithheld(type.name(), location + "-" + zone))
            .toList();
    if (!zones.isEmpty()) {
      all.add(restriction("Zone", location, Optional.of(zones)));
    }
    return all;
  }

  private static Fields restriction(String kind, String location, Optional<List<String>> zones) {
    return Fields.none()
        .with("type", kind)
        .with("values", (Object) List.of(location))
        .with(
            "restrictionInfo",
            Fields.none().with("locations", (Object) List.of(location)).with("zones", zones))
        .with("reasonCode", "NotAvailableForSubscription");
  }
}
