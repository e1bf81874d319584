package io.gpupool.clouds.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineScaleSetInner;
import com.azure.resourcemanager.compute.models.InstanceViewStatus;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.LaunchFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads scale sets and their machines. */
final class ScaleSets {

  private static final String WITH_VIEW = "instanceView";

  private final String subscription;
  private final AzureClient client;
  private final Reads reads;

  ScaleSets(String subscription, AzureClient client, Reads reads) {
    this.subscription = subscription;
    this.client = client;
    this.reads = reads;
  }

  /** How questions are asked, several at a time. */
  Reads reads() {
    return reads;
  }

  /** Every scale set of the subscription, by one list. */
  List<ScaleSet> all() throws CloudException {
    List<VirtualMachineScaleSetInner> found =
        reads.one(
            () ->
                client.reading().getVirtualMachineScaleSets().list(Context.NONE).stream().toList());
    return found.stream()
        .map(each -> new ScaleSet(ScaleSetRef.of(subscription, each.id()), each))
        .toList();
  }

  /** One scale set as it is now. */
  ScaleSet one(ScaleSetRef ref) throws CloudException {
    return new ScaleSet(
        ref,
        reads.one(
            () ->
                client
                    .reading()
                    .getVirtualMachineScaleSets()
                    .getByResourceGroupWithResponse(
                        ref.resourceGroup(), ref.name(), null, Context.NONE)
                    .getValue()));
  }

  /** The machines of one scale set, with their views. */
  List<Machine> machines(ScaleSet group) throws CloudException {
    if (group.isFlexible()) {
      return flexible(List.of(group)).getOrDefault(group.ref(), List.of());
    }
    ScaleSetRef ref = group.ref();
    return reads.one(
        () ->
            client
                .reading()
                .getVirtualMachineScaleSetVMs()
                .list(ref.resourceGroup(), ref.name(), null, null, WITH_VIEW, Context.NONE)
                .stream()
                .map(Machine::of)
                .toList());
  }

  /**
   * The machines of all these flexible scale sets, by two lists of all of the subscription: one
   * says whose they are, and one, which doesn't, how they are. Azure gives views in the former only
   * for a single scale set. A machine that is in the first alone is too young to have a view.
   */
  Map<ScaleSetRef, List<Machine>> flexible(List<ScaleSet> groups) throws CloudException {
    Map<String, ScaleSetRef> byId = new HashMap<>();
    groups.forEach(group -> byId.put(group.data().id().toLowerCase(Locale.ROOT), group.ref()));
    return reads.one(
        () -> {
          Map<ScaleSetRef, List<Machine>> found = new HashMap<>();
          Map<String, List<InstanceViewStatus>> views = views();
          client
              .reading()
              .getVirtualMachines()
              .list(null, null, null, Context.NONE)
              .forEach(
                  machine -> {
                    ScaleSetRef owner =
                        machine.virtualMachineScaleSet() == null
                            ? null
                            : byId.get(
                                machine.virtualMachineScaleSet().id().toLowerCase(Locale.ROOT));
                    if (owner != null) {
                      found
                          .computeIfAbsent(owner, any -> new ArrayList<>())
                          .add(
                              Machine.of(
                                  machine,
                                  views.getOrDefault(
                                      machine.id().toLowerCase(Locale.ROOT), List.of())));
                    }
                  });
          return found;
        });
  }

  /** How machines are, by their ids in lower case. */
  private Map<String, List<InstanceViewStatus>> views() {
    Map<String, List<InstanceViewStatus>> views = new HashMap<>();
    client
        .reading()
        .getVirtualMachines()
        .list("true", null, null, Context.NONE)
        .forEach(
            machine -> {
              if (machine.instanceView() != null && machine.instanceView().statuses() != null) {
                views.put(machine.id().toLowerCase(Locale.ROOT), machine.instanceView().statuses());
              }
            });
    return views;
  }

  /** What a scale set itself failed for, which is known after a restart too. */
  Optional<LaunchFailure> failure(ScaleSetRef ref) throws CloudException {
    return Machine.Failures.of(
        reads
            .one(
                () ->
                    client
                        .reading()
                        .getVirtualMachineScaleSets()
                        .getInstanceViewWithResponse(ref.resourceGroup(), ref.name(), Context.NONE))
            .getValue()
            .statuses());
  }
}
