package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.ContractWorld;
import io.gpupool.clouds.contract.MovableClock;
import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import io.gpupool.clouds.emulator.Fault;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.clouds.emulator.azure.EmulatedAzure;
import io.gpupool.clouds.emulator.azure.EmulatedSubscription;
import io.gpupool.clouds.emulator.azure.GroupDefinition;
import io.gpupool.clouds.emulator.azure.access.CustomRole;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The adapter and an Azure that was written by others than it: the emulated one, under the role
 * that is shipped.
 */
final class EmulatedAzureWorld implements ContractWorld {

  private static final String CALLER = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
  private static final String SUBSCRIPTION = "5a1e";
  private static final String RESOURCE_GROUP = "MC_ml_Prod";
  private static final String TYPE = "Standard_ND96isr_H100_v5";
  private static final String TAG = "gpupool";
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T08:00:00Z"));
  private final EmulatedAzure azure = EmulatedAzure.builder().clock(clock).start();
  private final EmulatedSubscription subscription = azure.subscription(SUBSCRIPTION);
  private final boolean flexible;
  private final List<Cloud> clouds = new ArrayList<>();
  private final List<Episode> illnesses = new ArrayList<>();
  private final Cloud cloud;
  private boolean unreachable;

  EmulatedAzureWorld(boolean flexible) {
    this.flexible = flexible;
    azure.access().role(CALLER, CustomRole.in(Path.of("..", "..", "deploy", "azure", "role.json")));
    azure.addMachineType(MachineType.x86(TYPE, 96, 1900).withGpus(8));
    this.cloud = adapter(azure.endpoint());
  }

  private Cloud adapter(URI endpoint) {
    Cloud adapter =
        new AzureCloud(
            new AzureSettings(
                SUBSCRIPTION,
                List.of(),
                Map.of(TAG, ""),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                AzureSettings.Environment.PUBLIC,
                Optional.of(endpoint),
                new AzureSettings.Credentials.AccessToken(CALLER),
                new AzureSettings.Timeouts(
                    Duration.ofSeconds(1),
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(8),
                    Duration.ofMillis(1500))),
            clock);
    clouds.add(adapter);
    return adapter;
  }

  private static NodeGroupId id(String name) {
    return NodeGroupId.of("azure", SUBSCRIPTION, "mc_ml_prod", name);
  }

  @Override
  public Cloud cloud() {
    return unreachable ? adapter(NOWHERE) : cloud;
  }

  @Override
  public Cloud anotherCloud() {
    return adapter(azure.endpoint());
  }

  @Override
  public NodeGroupId createGroup(String name, int min, int max, int target) {
    GroupDefinition group =
        GroupDefinition.of(RESOURCE_GROUP, "eastus", name, TYPE)
            .zones("1", "2")
            .tag(TAG, "true")
            .tag(AzureSettings.MIN_TAG, String.valueOf(min))
            .tag(AzureSettings.MAX_TAG, String.valueOf(max))
            .capacity(target);
    subscription.addGroup(flexible ? group.flexible() : group);
    settle();
    return id(name);
  }

  @Override
  public NodeGroupId unknownGroup() {
    return id("nowhere");
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  public void settle() {
    pass(Duration.ofMinutes(10));
  }

  @Override
  public void runOutOfCapacity(NodeGroupId group) {
    azure.refuseLaunches(
        attempt -> attempt.group().equals(group.name()), ProvisioningError.zonalAllocationFailed());
  }

  @Override
  public void setTargetByHand(NodeGroupId group, int target) {
    subscription.setCapacity(RESOURCE_GROUP, group.name(), target);
  }

  @Override
  public void deleteGroup(NodeGroupId group) {
    subscription.deleteGroup(RESOURCE_GROUP, group.name());
    settle();
  }

  private static boolean changes(String action) {
    return action.endsWith("_Update")
        || action.endsWith("_CreateOrUpdate")
        || action.endsWith("_DeleteInstances")
        || action.endsWith("_Delete");
  }

  @Override
  public int writes() {
    return (int)
        azure.calls().calls().stream().map(Call::action).filter(one -> changes(one)).count();
  }

  @Override
  public void ail(Illness illness) {
    switch (illness) {
      case THROTTLING -> always(new Fault.Throttle());
      case CREDENTIALS_REFUSED -> illnesses.add(azure.access().refuseAllCredentials());
      case WRITES_DENIED ->
          illnesses.add(
              azure
                  .access()
                  .deny(
                      "Microsoft.Compute/virtualMachineScaleSets/write",
                      "Microsoft.Compute/virtualMachineScaleSets/delete/action"));
      case RESETS -> always(new Fault.ConnectionReset());
      case HANGS -> always(new Fault.Hang());
      case SPEAKS_HTML -> always(new Fault.Html(200));
      case INTERNAL_ERRORS -> always(new Fault.ErrorAnswer(500, "InternalServerError", "broken"));
      case LOSES_ANSWERS_OF_WRITES ->
          illnesses.add(
              azure
                  .faults()
                  .always(operation -> changes(operation.action()), new Fault.LostAnswer()));
      case UNREACHABLE -> unreachable = true;
    }
  }

  private void always(Fault fault) {
    illnesses.add(azure.faults().always(Faults.any(), fault));
  }

  @Override
  public void heal() {
    illnesses.forEach(Episode::close);
    illnesses.clear();
    unreachable = false;
  }

  @Override
  public void close() {
    clouds.forEach(Cloud::close);
    azure.close();
  }
}
