package io.gpupool.clouds.emulator.azure.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The whole emulated Azure: what it has to offer, and every subscription. Nothing in it is
 * thread-safe; it is looked at and changed only {@linkplain #inTurn in turn}.
 */
public final class World {

  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Stock stock =
      new Stock(
          new MachineTypes(),
          new Capacity(),
          new Objections<>(),
          new Objections<>(),
          new Objections<>());
  private final TreeMap<String, Subscription> subscriptions =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public World(InstantSource clock, long seed, Behaviour behaviour) {
    this.agenda = new Agenda(clock);
    this.behaviour = behaviour;
    this.names = new SeededNames(seed);
  }

  /**
   * Lets everything happen that is due, then asks or changes something. Nobody else does so
   * meanwhile.
   *
   * @param question gets the present
   */
  public synchronized <T> T inTurn(Function<Instant, T> question) {
    return question.apply(agenda.settle());
  }

  /** A subscription, made if there is none of that id. */
  public Subscription subscription(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "'" + id + "' is no subscription: it has letters, digits and hyphens");
    }
    return subscriptions.computeIfAbsent(
        id, key -> new Subscription(id, agenda, behaviour, names, stock));
  }

  /** A subscription, or what Azure says when there is none of that id. */
  public Subscription existing(String id) {
    Subscription subscription = subscriptions.get(id);
    if (subscription == null) {
      throw new AzureException(
          404, "SubscriptionNotFound", "The subscription '" + id + "' could not be found.");
    }
    return subscription;
  }

  /** All subscriptions, by id. */
  public Collection<Subscription> subscriptions() {
    return List.copyOf(subscriptions.values());
  }

  /** The sizes that there are. */
  public MachineTypes types() {
    return stock.types();
  }

  /** How many machines there can be. */
  public Capacity capacity() {
    return stock.capacity();
  }

  /** The machines that aren't to be had. */
  public Objections<LaunchAttempt, ProvisioningError> launchObjections() {
    return stock.launches();
  }

  /** The machines that run and are to be good for nothing. */
  public Objections<LaunchAttempt, ProvisioningError> bootObjections() {
    return stock.boots();
  }

  /** The operations that are to fail. */
  public Objections<OperationAttempt, ProvisioningError> operationObjections() {
    return stock.operations();
  }

  /** Adds a size, or replaces the one of the same name for what is made from now on. */
  public void add(MachineType type) {
    stock.types().add(type);
  }

  /** Withholds a size from everyone in a region or a zone. */
  public void withhold(String type, String place) {
    stock.types().withhold(type, place);
  }
}
