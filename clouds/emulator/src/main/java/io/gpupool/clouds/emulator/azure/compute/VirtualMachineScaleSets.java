package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.ResourceName;
import io.gpupool.clouds.emulator.azure.model.ScaleSet;
import io.gpupool.clouds.emulator.azure.model.ScaleSets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code virtualMachineScaleSets}. */
final class VirtualMachineScaleSets {

  private static final String ALL =
      Method.SUBSCRIPTION + Method.PROVIDER + "virtualMachineScaleSets";
  private static final String HERE = Method.RESOURCE_GROUP + "virtualMachineScaleSets";
  private static final String ONE = HERE + "/{name}";
  private static final String ACTION = "Microsoft.Compute/virtualMachineScaleSets/";
  private static final String PREFIX = "VirtualMachineScaleSets_";

  private VirtualMachineScaleSets() {}

  static List<Method> methods() {
    return List.of(
        Method.of(
            PREFIX + "ListAll",
            "GET " + ALL,
            ACTION + "read",
            Set.of("$skiptoken"),
            VirtualMachineScaleSets::listAll),
        Method.of(
            PREFIX + "List",
            "GET " + HERE,
            ACTION + "read",
            Set.of("$skiptoken"),
            VirtualMachineScaleSets::list),
        Method.of(
            PREFIX + "Get",
            "GET " + ONE,
            ACTION + "read",
            Set.of("$expand"),
            VirtualMachineScaleSets::get),
        Method.of(
            PREFIX + "GetInstanceView",
            "GET " + ONE + "/instanceView",
            ACTION + "instanceView/read",
            Set.of(),
            request -> Result.ok(Statuses.of(existing(request)))),
        Method.of(
            PREFIX + "Update",
            "PATCH " + ONE,
            ACTION + "write",
            Set.of(),
            VirtualMachineScaleSets::update),
        Method.of(
            PREFIX + "CreateOrUpdate",
            "PUT " + ONE,
            ACTION + "write",
            Set.of(),
            VirtualMachineScaleSets::createOrUpdate),
        Method.of(
            PREFIX + "Delete",
            "DELETE " + ONE,
            ACTION + "delete",
            Set.of("forceDeletion"),
            VirtualMachineScaleSets::delete),
        Method.of(
            PREFIX + "DeleteInstances",
            "POST " + ONE + "/delete",
            ACTION + "delete/action",
            Set.of("forceDeletion"),
            VirtualMachineScaleSets::deleteInstances),
        Method.of(
            PREFIX + "Deallocate",
            "POST " + ONE + "/deallocate",
            ACTION + "deallocate/action",
            Set.of(),
            VirtualMachineScaleSets::deallocate));
  }

  private static Result listAll(Request request) {
    return listed(request, request.subscription().scaleSets().all().values());
  }

  private static Result list(Request request) {
    String group = request.subscription().resourceGroup(request.path("resourceGroup"));
    String prefix = group.toLowerCase(Locale.ROOT) + "/";
    return listed(
        request,
        request.subscription().scaleSets().all().values().stream()
            .filter(set -> key(set).startsWith(prefix))
            .toList());
  }

  private static Result listed(Request request, Collection<ScaleSet> sets) {
    return request.list(sets, VirtualMachineScaleSets::key, ScaleSetJson::of);
  }

  private static String key(ScaleSet set) {
    return (set.name().resourceGroup() + "/" + set.name().name()).toLowerCase(Locale.ROOT);
  }

  private static Result get(Request request) {
    request
        .parameter("$expand")
        .filter(expand -> !expand.equalsIgnoreCase("userData"))
        .ifPresent(
            expand -> {
              throw AzureException.invalidParameter(
                  "The value " + expand + " of parameter '$expand' is invalid.");
            });
    ScaleSet set = existing(request);
    return Result.ok(ScaleSetJson.of(set)).version(set.etag());
  }

  private static Result update(Request request) {
    Changes changes = new Changes(request.body());
    return shown(
        request,
        request
            .subscription()
            .scaleSets()
            .update(
                existing(request),
                changes::applied,
                changes.capacity(),
                request.method().name(),
                request.precondition(),
                request.now()));
  }

  private static Result createOrUpdate(Request request) {
    ResourceName name = request.name();
    Optional<ScaleSet> there = request.subscription().scaleSets().named(name);
    if (there.isPresent()) {
      return update(request);
    }
    Changes changes = new Changes(request.body());
    return shown(
            request,
            request
                .subscription()
                .scaleSets()
                .create(
                    name,
                    changes.settings(),
                    changes.capacity().orElse(0),
                    request.method().name(),
                    request.precondition(),
                    request.now()))
        .as(201);
  }

  private static Result delete(Request request) {
    return Result.accepted(
        request,
        request
            .subscription()
            .scaleSets()
            .delete(existing(request), request.method().name(), request.now())
            .operation());
  }

  private static Result deleteInstances(Request request) {
    List<String> ids = instanceIds(request);
    if (ids.isEmpty()) {
      throw AzureException.invalidParameter("Required parameter 'instanceIds' is missing (null).");
    }
    return Result.accepted(
        request,
        request
            .subscription()
            .scaleSets()
            .delete(
                existing(request),
                ids,
                request.flag("forceDeletion"),
                request.method().name(),
                request.now())
            .operation());
  }

  private static Result deallocate(Request request) {
    return Result.accepted(
        request,
        request
            .subscription()
            .scaleSets()
            .deallocate(
                existing(request), instanceIds(request), request.method().name(), request.now())
            .operation());
  }

  private static List<String> instanceIds(Request request) {
    return request.body().get("instanceIds") instanceof List<?> ids
        ? ids.stream().map(Object::toString).toList()
        : List.of();
  }

  private static Result shown(Request request, ScaleSets.Accepted accepted) {
    return Result.ok(ScaleSetJson.of(accepted.set()))
        .version(accepted.set().etag())
        .following(request, accepted.operation());
  }

  private static ScaleSet existing(Request request) {
    return request.subscription().scaleSets().existing(request.name());
  }
}
