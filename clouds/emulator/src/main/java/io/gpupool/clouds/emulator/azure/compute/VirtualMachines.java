package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.Machine;
import io.gpupool.clouds.emulator.azure.wire.MachineFilter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code virtualMachines}: those of flexible scale sets, and those of none. */
final class VirtualMachines {

  private static final String ALL = Method.SUBSCRIPTION + Method.PROVIDER + "virtualMachines";
  private static final String HERE = Method.RESOURCE_GROUP + "virtualMachines";
  private static final String ONE = HERE + "/{name}";
  private static final String ACTION = "Microsoft.Compute/virtualMachines/";
  private static final String PREFIX = "VirtualMachines_";

  private VirtualMachines() {}

  static List<Method> methods() {
    return List.of(
        Method.of(
            PREFIX + "ListAll",
            "GET " + ALL,
            ACTION + "read",
            Set.of("$filter", "$expand", "statusOnly", "$skiptoken"),
            request -> list(request, "")),
        Method.of(
            PREFIX + "List",
            "GET " + HERE,
            ACTION + "read",
            Set.of("$filter", "$expand", "$skiptoken"),
            request ->
                list(
                    request,
                    request.subscription().resourceGroup(request.path("resourceGroup")) + "/")),
        Method.of(
            PREFIX + "Get",
            "GET " + ONE,
            ACTION + "read",
            Set.of("$expand"),
            request -> {
              Machine machine = existing(request);
              return Result.ok(MachineJson.own(machine, request.withView()))
                  .version(machine.etag());
            }),
        Method.of(
            PREFIX + "InstanceView",
            "GET " + ONE + "/instanceView",
            ACTION + "instanceView/read",
            Set.of(),
            request -> Result.ok(Statuses.of(existing(request)))),
        Method.of(
            PREFIX + "Delete",
            "DELETE " + ONE,
            ACTION + "delete",
            Set.of("forceDeletion"),
            VirtualMachines::delete));
  }

  private static Result list(Request request, String within) {
    boolean withView = request.withView();
    Optional<MachineFilter> filter =
        request
            .parameter("$filter")
            .map(
                text ->
                    MachineFilter.of(text)
                        .orElseThrow(
                            () ->
                                AzureException.invalidParameter(
                                    "The value " + text + " of parameter '$filter' is invalid.")));
    if (withView && filter.isEmpty()) {
      throw AzureException.invalidParameter(
          "The parameter '$expand' can only be given with a valid '$filter'.");
    }
    boolean statusOnly = request.flag("statusOnly");
    List<Machine> machines =
        request.subscription().machines().own().values().stream()
            .filter(machine -> key(machine).startsWith(within.toLowerCase(Locale.ROOT)))
            .filter(machine -> filter.isEmpty() || isOf(machine, filter.get()))
            .toList();
    return request.list(
        machines,
        VirtualMachines::key,
        machine ->
            statusOnly ? MachineJson.statusOnly(machine) : MachineJson.listed(machine, withView));
  }

  private static boolean isOf(Machine machine, MachineFilter filter) {
    return machine.owner().filter(set -> filter.names(set.path())).isPresent();
  }

  private static String key(Machine machine) {
    return (machine.name().resourceGroup() + "/" + machine.name().name()).toLowerCase(Locale.ROOT);
  }

  private static Result delete(Request request) {
    Optional<Machine> machine = request.subscription().machines().own(request.name());
    if (machine.isEmpty()) {
      return new Result(204, Map.of(), Optional.empty());
    }
    return Result.accepted(
        request,
        request
            .subscription()
            .scaleSets()
            .deleteMachine(
                machine.get(),
                request.flag("forceDeletion"),
                request.method().name(),
                request.now()));
  }

  private static Machine existing(Request request) {
    return request
        .subscription()
        .machines()
        .own(request.name())
        .orElseThrow(
            () ->
                AzureException.notFound(
                    "virtualMachines", request.path("name"), request.path("resourceGroup")));
  }
}
