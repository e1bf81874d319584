package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.clouds.emulator.azure.model.Quotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code locations/usages}: how much of its quotas a subscription uses. */
final class Usages {

  private static final int AS_GOOD_AS_UNLIMITED = 1_000_000;
  private static final int MOST_MACHINES = 25_000;

  private Usages() {}

  static List<Method> methods() {
    return List.of(
        Method.of(
            "Usage_List",
            "GET " + Method.SUBSCRIPTION + Method.PROVIDER + "locations/{location}/usages",
            "Microsoft.Compute/locations/usages/read",
            Set.of("$skiptoken"),
            Usages::list));
  }

  private static Result list(Request request) {
    String location = request.path("location").toLowerCase(Locale.ROOT);
    Quotas quotas = request.subscription().quotas();
    List<Fields> all = new ArrayList<>();
    all.add(usage("virtualMachines", "Virtual Machines", quotas.machines(location), MOST_MACHINES));
    all.add(cores(quotas, location, Quotas.ALL, "Total Regional vCPUs"));
    all.add(cores(quotas, location, Quotas.SPOT, "Total Regional Low-priority vCPUs"));
    request.world().types().all().stream()
        .map(MachineType::family)
        .distinct()
        .sorted()
        .forEach(family -> all.add(cores(quotas, location, family, family + " vCPUs")));
    return Result.ok(Fields.none().with("value", all));
  }

  private static Fields cores(Quotas quotas, String location, String name, String display) {
    return usage(
        name,
        display,
        quotas.used(location, name),
        quotas.limit(location, name).orElse(AS_GOOD_AS_UNLIMITED));
  }

  private static Fields usage(String name, String display, int used, int limit) {
    return Fields.none()
        .with("limit", (Object) limit)
        .with("unit", "Count")
        .with("currentValue", (Object) used)
        .with("name", Fields.none().with("value", name).with("localizedValue", display));
  }
}
