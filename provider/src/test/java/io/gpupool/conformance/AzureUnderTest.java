package io.gpupool.conformance;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.azure.AzureCloud;
import io.gpupool.clouds.azure.AzureSettings;
import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.azure.EmulatedAzure;
import io.gpupool.clouds.emulator.azure.EmulatedInstance.State;
import io.gpupool.clouds.emulator.azure.EmulatedSubscription;
import io.gpupool.clouds.emulator.azure.GroupDefinition;
import io.gpupool.clouds.emulator.azure.access.CustomRole;
import io.gpupool.clouds.emulator.azure.model.Behaviour;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import io.gpupool.fleet.CloudEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A subscription of an emulated Azure whose scale sets are all uniform or all flexible, in one
 * resource group whose name has capitals; what the server may do there is what its role says.
 */
final class AzureUnderTest implements CloudUnderTest {

  static final String SUBSCRIPTION = "11111111-2222-3333-4444-555555555555";
  static final String RESOURCE_GROUP = "ML-Prod";
  static final String TYPE = "Standard_ND96isr_H100_v5";
  static final String TAG = "cluster";
  private static final String PRINCIPAL = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  private static final Pattern LISTED = Pattern.compile("\"instanceIds\":\\[([^]]+)]");

  /** For tests in which clouds hang. */
  private static final AzureSettings.Timeouts IMPATIENT =
      new AzureSettings.Timeouts(
          Duration.ofSeconds(1),
          Duration.ofMillis(1_500),
          Duration.ofSeconds(8),
          Duration.ofMillis(1_500));

  final EmulatedAzure azure;
  final EmulatedSubscription subscription;
  private final boolean flexible;
  private final AzureCloud cloud;

  private AzureUnderTest(
      InstantSource clock,
      boolean flexible,
      Behaviour behaviour,
      OptionalInt discoveredMin,
      OptionalInt discoveredMax) {
    this.flexible = flexible;
    azure = EmulatedAzure.builder().clock(clock).behaviour(behaviour).start();
    subscription = azure.subscription(SUBSCRIPTION);
    azure.addMachineType(MachineType.x86(TYPE, 96, 1900).withGpus(8));
    azure.access().role(PRINCIPAL, CustomRole.in(Path.of("..", "deploy", "azure", "role.json")));
    cloud =
        new AzureCloud(
            new AzureSettings(
                SUBSCRIPTION,
                List.of(),
                Map.of(TAG, ""),
                discoveredMin,
                discoveredMax,
                List.of(),
                AzureSettings.Environment.PUBLIC,
                Optional.of(azure.endpoint()),
                new AzureSettings.Credentials.AccessToken(PRINCIPAL),
                IMPATIENT),
            clock);
  }

  /** With uniform scale sets. */
  static AzureUnderTest uniform(InstantSource clock) {
    return of(clock, false, Behaviour.usual());
  }

  /** With flexible scale sets. */
  static AzureUnderTest flexible(InstantSource clock) {
    return of(clock, true, Behaviour.usual());
  }

  /** With uniform scale sets that keep machines for which there was no place, as failed ones. */
  static AzureUnderTest leavingFailedMachines(InstantSource clock) {
    return of(clock, false, Behaviour.usual().leavingFailedMachines());
  }

  /** With uniform scale sets that have these sizes where they don't say others. */
  static AzureUnderTest discovering(InstantSource clock, int min, int max) {
    return new AzureUnderTest(
        clock, false, Behaviour.usual(), OptionalInt.of(min), OptionalInt.of(max));
  }

  private static AzureUnderTest of(InstantSource clock, boolean flexible, Behaviour behaviour) {
    return new AzureUnderTest(clock, flexible, behaviour, OptionalInt.empty(), OptionalInt.empty());
  }

  /** A scale set that will be discovered. */
  static GroupDefinition definition(String name) {
    return GroupDefinition.of(RESOURCE_GROUP, "eastus", name, TYPE).zones("1").tag(TAG, "any");
  }

  @Override
  public List<CloudEntry> entries(Duration refresh) {
    return List.of(new CloudEntry("azure", "azure", cloud, refresh));
  }

  @Override
  public void addGroup(String name, int min, int max, int size) {
    GroupDefinition group =
        definition(name)
            .tag(AzureSettings.MIN_TAG, Integer.toString(min))
            .tag(AzureSettings.MAX_TAG, Integer.toString(max))
            .capacity(size);
    subscription.addGroup(flexible ? group.flexible() : group);
  }

  @Override
  public String id(String group) {
    return NodeGroupId.of("azure", SUBSCRIPTION, RESOURCE_GROUP.toLowerCase(Locale.ROOT), group)
        .value();
  }

  @Override
  public int desired(String group) {
    return subscription.group(RESOURCE_GROUP, group).orElseThrow().capacity();
  }

  @Override
  public void setDesired(String group, int size) {
    subscription.setCapacity(RESOURCE_GROUP, group, size);
  }

  @Override
  public void deleteGroup(String group) {
    subscription.deleteGroup(RESOURCE_GROUP, group);
  }

  @Override
  public List<String> instances(String group) {
    return azure.instances().stream()
        .filter(instance -> instance.group().equals(group))
        .filter(instance -> List.of(State.BOOTING, State.RUNNING).contains(instance.state()))
        .map(instance -> instance.providerId())
        .toList();
  }

  @Override
  public void runOutOfCapacity(String group) {
    var unused =
        azure.refuseLaunches(
            attempt -> attempt.group().equals(group), ProvisioningError.zonalAllocationFailed());
  }

  @Override
  public String wordsForNoCapacity() {
    return "do not have sufficient capacity for the requested VM size";
  }

  @Override
  public void failLaunches(String message) {
    var unused = azure.refuseLaunches(attempt -> true, new ProvisioningError("Whatever", message));
  }

  /** An update that was accepted and fails is a request that came to nothing. */
  @Override
  public String codeForTheUnknown() {
    return "REQUEST_REFUSED";
  }

  @Override
  public String forbidResizing() {
    var unused = azure.access().deny("Microsoft.Compute/virtualMachineScaleSets/write");
    return "Microsoft.Compute/virtualMachineScaleSets/write";
  }

  @Override
  public List<String> resizing() {
    return List.of("VirtualMachineScaleSets_Update");
  }

  @Override
  public List<String> givingUp() {
    return resizing();
  }

  @Override
  public List<String> ending() {
    return List.of("VirtualMachineScaleSets_DeleteInstances");
  }

  @Override
  public int endings() {
    return (int)
        azure.calls().calls().stream()
            .filter(call -> ending().contains(call.action()))
            .map(call -> call.parameters().getOrDefault("body", ""))
            .flatMap(body -> LISTED.matcher(body).results())
            .mapToLong(list -> list.group(1).split(",", -1).length)
            .sum();
  }

  @Override
  public Faults faults() {
    return azure.faults();
  }

  @Override
  public CallLog calls() {
    return azure.calls();
  }

  @Override
  public void close() {
    cloud.close();
    azure.close();
  }
}
