package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.Machine;
import io.gpupool.clouds.emulator.azure.model.ScaleSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code virtualMachineScaleSets/virtualMachines}: the machines of uniform scale sets. */
final class VirtualMachineScaleSetVms {

  private static final String HERE =
      Method.RESOURCE_GROUP + "virtualMachineScaleSets/{name}/virtualMachines";
  private static final String ONE = HERE + "/{instance}";
  private static final String ACTION = "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/";
  private static final String PREFIX = "VirtualMachineScaleSetVMs_";

  private VirtualMachineScaleSetVms() {}

  static List<Method> methods() {
    return List.of(
        Method.of(
            PREFIX + "List",
            "GET " + HERE,
            ACTION + "read",
            Set.of("$expand", "$skiptoken"),
            VirtualMachineScaleSetVms::list),
        Method.of(
            PREFIX + "Get",
            "GET " + ONE,
            ACTION + "read",
            Set.of("$expand"),
            request -> {
              Machine machine = existing(request);
              return Result.ok(MachineJson.uniform(machine, request.withView()))
                  .version(machine.etag());
            }),
        Method.of(
            PREFIX + "GetInstanceView",
            "GET " + ONE + "/instanceView",
            ACTION + "instanceView/read",
            Set.of(),
            request -> Result.ok(Statuses.of(existing(request)))),
        Method.of(
            PREFIX + "Delete",
            "DELETE " + ONE,
            ACTION + "delete",
            Set.of("forceDeletion"),
            VirtualMachineScaleSetVms::delete));
  }

  private static Result list(Request request) {
    boolean withView = request.withView();
    return request.list(
        uniform(request).machines(),
        VirtualMachineScaleSetVms::key,
        machine -> MachineJson.uniform(machine, withView));
  }

  /** Numbers as text that is in the order of the numbers. */
  private static String key(Machine machine) {
    return String.format(Locale.ROOT, "%010d", Integer.valueOf(machine.instanceId()));
  }

  private static Result delete(Request request) {
    Machine machine = existing(request);
    return Result.accepted(
        request,
        request
            .subscription()
            .scaleSets()
            .deleteMachine(
                machine, request.flag("forceDeletion"), request.method().name(), request.now()));
  }

  private static Machine existing(Request request) {
    String id = request.path("instance");
    return uniform(request)
        .machine(id)
        .orElseThrow(
            () ->
                new AzureException(
                    404,
                    "NotFound",
                    "The entity was not found: the scale set '"
                        + request.path("name")
                        + "' has no instance "
                        + id
                        + "."));
  }

  /** The machines of flexible scale sets are virtual machines, and are listed as such. */
  private static ScaleSet uniform(Request request) {
    ScaleSet set = request.subscription().scaleSets().existing(request.name());
    if (set.settings().isFlexible()) {
      throw AzureException.conflict(
          "The scale set '"
              + set.name().name()
              + "' has flexible orchestration; its virtual machines are listed as such.");
    }
    return set;
  }
}
