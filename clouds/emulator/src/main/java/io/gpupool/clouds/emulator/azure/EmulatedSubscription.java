package io.gpupool.clouds.emulator.azure;

import io.gpupool.clouds.emulator.azure.model.Machine;
import io.gpupool.clouds.emulator.azure.model.MachineType;
import io.gpupool.clouds.emulator.azure.model.Precondition;
import io.gpupool.clouds.emulator.azure.model.ResourceName;
import io.gpupool.clouds.emulator.azure.model.ScaleSet;
import io.gpupool.clouds.emulator.azure.model.ScaleSetSettings;
import io.gpupool.clouds.emulator.azure.model.Subscription;
import io.gpupool.clouds.emulator.azure.model.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * One subscription of the emulated Azure, for building its world and for everything that people do
 * in the portal. What Azure would refuse is refused here with an {@link
 * io.gpupool.clouds.emulator.azure.model.AzureException}. Thread-safe.
 */
public final class EmulatedSubscription {

  private static final String BY_HAND = "VirtualMachineScaleSets_CreateOrUpdate";
  private static final String BY_HAND_DELETED = "VirtualMachineScaleSets_Delete";

  private final World world;
  private final String id;

  EmulatedSubscription(World world, String id) {
    this.world = world;
    this.id = id;
    change((subscription, now) -> {});
  }

  /** Its id. */
  public String id() {
    return id;
  }

  /** Makes a resource group, if there is none of that name. */
  public void addResourceGroup(String resourceGroup) {
    change((subscription, now) -> subscription.addResourceGroup(resourceGroup));
  }

  /** Makes a scale set; it begins to make machines at once. */
  public EmulatedGroup addGroup(GroupDefinition definition) {
    return ask(
        (subscription, now) -> {
          subscription.addResourceGroup(definition.resourceGroup());
          return EmulatedGroup.of(
              subscription
                  .scaleSets()
                  .create(
                      new ResourceName(
                          subscription.resourceGroup(definition.resourceGroup()),
                          definition.name()),
                      definition.settings(),
                      definition.capacity(),
                      BY_HAND,
                      Precondition.NONE,
                      now)
                  .set());
        });
  }

  /** Adds a machine that runs and is of no scale set. */
  public EmulatedInstance addMachine(
      String resourceGroup, String location, String name, String vmSize) {
    return ask(
        (subscription, now) -> {
          subscription.addResourceGroup(resourceGroup);
          MachineType type =
              world
                  .types()
                  .named(vmSize)
                  .orElseThrow(() -> new IllegalArgumentException("there is no size " + vmSize));
          return EmulatedInstance.of(
              subscription
                  .machines()
                  .addAlone(
                      id,
                      new ResourceName(subscription.resourceGroup(resourceGroup), name),
                      new ScaleSetSettings(
                          location, vmSize, "Standard", List.of(), Map.of(), Map.of()),
                      type,
                      now));
        });
  }

  /** Sets a scale set's capacity by hand. Below what it has, it deletes some. */
  public void setCapacity(String resourceGroup, String group, int capacity) {
    change(
        (subscription, now) ->
            update(
                subscription,
                existing(subscription, resourceGroup, group),
                UnaryOperator.identity(),
                OptionalInt.of(capacity),
                now));
  }

  /** Gives a scale set one more tag, or another value of one, by hand. */
  public void tag(String resourceGroup, String group, String tag, String value) {
    change(
        (subscription, now) ->
            update(
                subscription,
                existing(subscription, resourceGroup, group),
                settings -> {
                  Map<String, String> tags = new LinkedHashMap<>(settings.tags());
                  tags.put(tag, value);
                  return settings.withTags(tags);
                },
                OptionalInt.empty(),
                now));
  }

  /** Deletes a scale set and all of its machines; it is there until they are gone. */
  public void deleteGroup(String resourceGroup, String group) {
    change(
        (subscription, now) ->
            subscription
                .scaleSets()
                .delete(existing(subscription, resourceGroup, group), BY_HAND_DELETED, now));
  }

  /** Deletes a machine of a scale set, by its instance id; the capacity falls. */
  public void deleteInstance(String resourceGroup, String group, String instanceId) {
    change(
        (subscription, now) ->
            subscription
                .scaleSets()
                .deleteMachine(
                    machine(subscription, resourceGroup, group, instanceId),
                    false,
                    "VirtualMachines_Delete",
                    now));
  }

  /** Switches a machine off, which still counts. */
  public void deallocate(String resourceGroup, String group, String instanceId) {
    change(
        (subscription, now) ->
            subscription
                .scaleSets()
                .deallocate(
                    existing(subscription, resourceGroup, group),
                    List.of(instanceId),
                    "VirtualMachineScaleSets_Deallocate",
                    now));
  }

  /** Takes a spot machine back, after a notice. */
  public void evict(String resourceGroup, String group, String instanceId) {
    change(
        (subscription, now) ->
            subscription
                .machines()
                .evict(machine(subscription, resourceGroup, group, instanceId), now));
  }

  /**
   * Limits how many cores the subscription may have in a region: of a family ({@code
   * standardNDSH100v5Family}), {@code lowPriorityCores} or {@code cores}.
   */
  public void setQuota(String location, String family, int cores) {
    change((subscription, now) -> subscription.quotas().limit(location, family, cores));
  }

  /** The scale set with a name, if there is one. */
  public Optional<EmulatedGroup> group(String resourceGroup, String group) {
    return ask(
        (subscription, now) ->
            subscription
                .scaleSets()
                .named(new ResourceName(resourceGroup, group))
                .map(EmulatedGroup::of));
  }

  /** All scale sets, by resource group and name. */
  public List<EmulatedGroup> groups() {
    return ask(
        (subscription, now) ->
            subscription.scaleSets().all().values().stream().map(EmulatedGroup::of).toList());
  }

  /** All machines that ever were, oldest first. */
  public List<EmulatedInstance> instances() {
    return ask(
        (subscription, now) ->
            subscription.machines().ever().stream().map(EmulatedInstance::of).toList());
  }

  private static void update(
      Subscription subscription,
      ScaleSet set,
      UnaryOperator<ScaleSetSettings> change,
      OptionalInt capacity,
      Instant now) {
    subscription.scaleSets().update(set, change, capacity, BY_HAND, Precondition.NONE, now);
  }

  private static ScaleSet existing(Subscription subscription, String resourceGroup, String group) {
    return subscription.scaleSets().existing(new ResourceName(resourceGroup, group));
  }

  private static Machine machine(
      Subscription subscription, String resourceGroup, String group, String instanceId) {
    return existing(subscription, resourceGroup, group)
        .machine(instanceId)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scale set " + group + " has no instance " + instanceId + " now"));
  }

  private <T> T ask(BiFunction<Subscription, Instant, T> question) {
    return world.inTurn(now -> question.apply(world.subscription(id), now));
  }

  private void change(BiConsumer<Subscription, Instant> change) {
    ask(
        (subscription, now) -> {
          change.accept(subscription, now);
          return subscription;
        });
  }
}
