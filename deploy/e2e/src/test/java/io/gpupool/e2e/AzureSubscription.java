package io.gpupool.e2e;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.azure.EmulatedAzure;
import io.gpupool.clouds.emulator.azure.EmulatedGroup;
import io.gpupool.clouds.emulator.azure.EmulatedInstance;
import io.gpupool.clouds.emulator.azure.EmulatedInstance.State;
import io.gpupool.clouds.emulator.azure.EmulatedSubscription;
import io.gpupool.clouds.emulator.azure.GroupDefinition;
import io.gpupool.clouds.emulator.azure.access.CustomRole;
import io.gpupool.clouds.emulator.azure.model.Behaviour;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A subscription in an emulated Azure, without scale sets to begin with. */
final class AzureSubscription implements Site {

  static final String REGION = "eastus";

  /** From the request to the answer that there is no machine of the size. */
  static final Duration UNTIL_REFUSED = Duration.ofSeconds(2);

  private static final String ID = "11111111-2222-3333-4444-555555555555";
  private static final String RESOURCE_GROUP = "e2e";
  private static final String TAG = "cluster";
  private static final Set<String> CHANGES =
      Set.of("VirtualMachineScaleSets_Update", "VirtualMachineScaleSets_DeleteInstances");

  /** All that the server may do. */
  private static final Path ROLE = Path.of("..", "azure", "role.json");

  /** Everything takes seconds that takes minutes elsewhere. */
  private static final Behaviour BEHAVIOUR =
      new Behaviour(
          Duration.ofMillis(200),
          UNTIL_REFUSED,
          Duration.ofSeconds(2),
          Map.of(),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofHours(1),
          false);

  private final EmulatedAzure azure = EmulatedAzure.builder().behaviour(BEHAVIOUR).open().start();
  private final EmulatedSubscription subscription = azure.subscription(ID);

  AzureSubscription() {
    for (Kind kind : Kind.ofAzure()) {
      azure.addMachineType(
          MachineType.x86(kind.machineType(), kind.vcpu(), kind.memoryGib()).withGpus(kind.gpus()));
    }
    var unused = azure.access().allowOnly(CustomRole.in(ROLE));
  }

  @Override
  public String configuration() {
    return """
      - name: azure
        azure:
          subscription: %s
          discover: {tags: {%s: e2e}}
          endpoint: %s
          identity: {kind: none}
          refresh: 5s
    """
        .formatted(ID, TAG, azure.endpoint());
  }

  /** A uniform scale set in two zones. */
  @Override
  public void group(String name, Kind kind, int max) {
    subscription.addGroup(definition(name, kind, max).zones("1", "2"));
  }

  /** A flexible scale set, whose machines are resources of their own. */
  void flexibleGroup(String name, Kind kind, int max) {
    subscription.addGroup(definition(name, kind, max).flexible());
  }

  private static GroupDefinition definition(String name, Kind kind, int max) {
    return GroupDefinition.of(RESOURCE_GROUP, REGION, name, kind.machineType())
        .tag(TAG, "e2e")
        .tag("max", Integer.toString(max));
  }

  @Override
  public Episode soldOut(String group) {
    return azure.refuseLaunches(
        attempt -> attempt.group().equals(group), ProvisioningError.allocationFailed());
  }

  @Override
  public Episode dark() {
    return azure.faults().always(Faults.any(), new Fault.ConnectionReset());
  }

  @Override
  public int target(String group) {
    return named(group).capacity();
  }

  @Override
  public int live(String group) {
    return (int)
        named(group).instances().stream()
            .filter(i -> i.state() == State.BOOTING || i.state() == State.RUNNING)
            .count();
  }

  @Override
  public long everLaunched(String group) {
    return azure.instances().stream().filter(i -> i.group().equals(group)).count();
  }

  @Override
  public List<Call> changesSince(Instant moment) {
    return azure.calls().calls().stream()
        .filter(call -> call.at().isAfter(moment))
        .filter(call -> CHANGES.contains(call.action()))
        .filter(Call::succeeded)
        .toList();
  }

  /** Its lists of scale sets since a moment. */
  List<Call> readingsSince(Instant moment) {
    return azure.calls().calls("VirtualMachineScaleSets_ListAll").stream()
        .filter(call -> call.at().isAfter(moment))
        .toList();
  }

  @Override
  public boolean isEmpty() {
    return subscription.groups().stream().allMatch(group -> group.capacity() == 0);
  }

  @Override
  public String told() {
    return subscription.groups().stream()
        .map(g -> g.name() + " " + live(g.name()) + "/" + g.capacity())
        .toList()
        .toString();
  }

  @Override
  public List<Host> hosts() {
    return azure.instances().stream().map(AzureSubscription::host).toList();
  }

  private static Host host(EmulatedInstance instance) {
    return new Host(
        // as kubelets make a name of what their system is called
        instance.computerName().toLowerCase(Locale.ROOT).replace('_', '-'),
        instance.providerId(),
        instance.group(),
        Kind.of(instance.vmSize()),
        REGION,
        instance.zone(),
        instance.state() == State.RUNNING);
  }

  private EmulatedGroup named(String name) {
    return subscription.group(RESOURCE_GROUP, name).orElseThrow();
  }

  @Override
  public void close() {
    azure.close();
  }
}
