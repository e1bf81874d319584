package io.gpupool.clouds.azure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A scale set of {@link FakeArm}, whose machines come and go with its clock. */
final class FakeScaleSet {

  static final String SUBSCRIPTION = "5a1e";
  static final Duration BOOT = Duration.ofMinutes(2);
  static final Duration LEAVE = Duration.ofMinutes(1);
  static final Duration REFUSAL = Duration.ofSeconds(10);

  /** One machine. */
  static final class Vm {
    final int number;
    final Instant ready;
    @Nullable Instant gone;
    @Nullable String provisioning;
    String power = "running";
    String error = "";

    Vm(int number, Instant ready) {
      this.number = number;
      this.ready = ready;
    }

    String state(Instant now) {
      if (gone != null) {
        return "Deleting";
      }
      return provisioning != null ? provisioning : now.isBefore(ready) ? "Creating" : "Succeeded";
    }
  }

  final String resourceGroup;
  final String name;
  final boolean flexible;
  final Map<String, String> tags = new TreeMap<>();
  final List<Vm> vms = new ArrayList<>();
  String priority = "Regular";
  String sku = "Standard_ND96isr_H100_v5";
  String zones = "[\"1\",\"2\"]";

  /** More about the system's disk, and about machines, each with a comma before it. */
  String osDisk = ",\"diskSizeGB\":128";

  String profile = "";
  boolean soldOut;
  String soldOutCode = "AllocationFailed";
  int capacity;
  int version = 1;
  Optional<Instant> refusedAt = Optional.empty();
  private int next;

  FakeScaleSet(String resourceGroup, String name, boolean flexible) {
    this.resourceGroup = resourceGroup;
    this.name = name;
    this.flexible = flexible;
  }

  /** As Azure does it: what is too much goes, and Azure chooses which. */
  void capacity(int wanted, Instant now) {
    refusedAt = Optional.empty();
    capacity = wanted;
    version++;
    long live = vms.stream().filter(vm -> vm.gone == null).count();
    for (; live < wanted && !soldOut; live++) {
      vms.add(new Vm(next++, now.plus(BOOT)));
    }
    if (live < wanted) {
      refusedAt = Optional.of(now.plus(REFUSAL));
    }
    for (Vm vm : vms) {
      if (live > wanted && vm.gone == null) {
        vm.gone = now.plus(LEAVE);
        live--;
      }
    }
  }

  void delete(List<String> names, Instant now) {
    for (Vm vm : vms) {
      if (vm.gone == null && names.contains(vmName(vm))) {
        vm.gone = now.plus(LEAVE);
        capacity--;
        version++;
      }
    }
  }

  void pass(Instant now) {
    vms.removeIf(vm -> vm.gone != null && !now.isBefore(vm.gone));
  }

  boolean hasFailed(Instant now) {
    return refusedAt.isPresent() && !now.isBefore(refusedAt.get());
  }

  String id() {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Compute/virtualMachineScaleSets/%s"
        .formatted(SUBSCRIPTION, resourceGroup, name);
  }

  String json(Instant now) {
    String state = refusedAt.isEmpty() ? "Succeeded" : hasFailed(now) ? "Failed" : "Updating";
    String labels =
        tags.entrySet().stream()
            .map(tag -> "\"%s\":\"%s\"".formatted(tag.getKey(), tag.getValue()))
            .collect(Collectors.joining(","));
    return """
        {"id":"%s","name":"%s","type":"Microsoft.Compute/virtualMachineScaleSets","location":"eastus",
         "zones":%s,"etag":"\\"%d\\"","tags":{%s},"sku":{"name":"%s","tier":"Standard","capacity":%d},
         "properties":{"orchestrationMode":"%s","provisioningState":"%s",
          "virtualMachineProfile":{"priority":"%s","storageProfile":{"osDisk":{"createOption":"FromImage",
           "osType":"Linux"%s}}%s}}}"""
        .formatted(
            id(),
            name,
            zones,
            version,
            labels,
            sku,
            capacity,
            flexible ? "Flexible" : "Uniform",
            state,
            priority,
            osDisk,
            profile);
  }

  String view(Instant now) {
    return hasFailed(now)
        ? "{\"statuses\":[%s]}".formatted(failed(soldOutCode, refusedAt.orElseThrow()))
        : "{\"statuses\":[{\"code\":\"ProvisioningState/succeeded\"}]}";
  }

  String machines(Instant now) {
    return vms.stream().map(vm -> json(vm, now)).collect(Collectors.joining(","));
  }

  private String json(Vm vm, Instant now) {
    String state = vm.state(now);
    String statuses =
        vm.error.isEmpty()
            ? "{\"code\":\"ProvisioningState/%s\"}"
                .formatted(state.toLowerCase(java.util.Locale.ROOT))
            : failed(vm.error, vm.ready);
    String power =
        vm.power.isEmpty() || state.equals("Creating")
            ? ""
            : ",{\"code\":\"PowerState/%s\"}".formatted(vm.power);
    String owner = flexible ? ",\"virtualMachineScaleSet\":{\"id\":\"%s\"}".formatted(id()) : "";
    String vmId =
        flexible
            ? "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Compute/virtualMachines/%s"
                .formatted(
                    SUBSCRIPTION, resourceGroup.toUpperCase(java.util.Locale.ROOT), vmName(vm))
            : id() + "/virtualMachines/" + vm.number;
    return """
        {"id":"%s","name":"%s","instanceId":"%s","location":"eastus","properties":{"provisioningState":"%s"%s,
         "instanceView":{"statuses":[%s%s]}}}"""
        .formatted(vmId, vmName(vm), vm.number, state, owner, statuses, power);
  }

  private String vmName(Vm vm) {
    return flexible ? name + "_" + vm.number : Integer.toString(vm.number);
  }

  private static String failed(String code, Instant at) {
    return "{\"code\":\"ProvisioningState/failed/%s\",\"level\":\"Error\",\"message\":\"no luck\",\"time\":\"%s\"}"
        .formatted(code, at);
  }
}
