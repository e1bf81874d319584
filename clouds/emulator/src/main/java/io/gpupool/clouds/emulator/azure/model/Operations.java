package io.gpupool.clouds.emulator.azure.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.Objections;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The operations of a subscription, remembered for a while after their end. */
public final class Operations {

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Objections<OperationAttempt, ProvisioningError> objections;
  private final TreeMap<String, AsyncOperation> byId = new TreeMap<>();

  Operations(
      Agenda agenda,
      Behaviour behaviour,
      SeededNames names,
      Objections<OperationAttempt, ProvisioningError> objections) {
    this.agenda = agenda;
    this.behaviour = behaviour;
    this.names = names;
    this.objections = objections;
  }

  /**
   * Begins one, which ends soon unless there is something to wait for.
   *
   * @param whenEnded is told of its end
   */
  AsyncOperation begin(
      String location, String type, Instant now, BiConsumer<AsyncOperation, Instant> whenEnded) {
    AsyncOperation operation =
        new AsyncOperation(
            names.uuid(),
            location,
            type,
            now,
            (ended, at) -> {
              agenda.at(at.plus(behaviour.operationsKept()), then -> byId.remove(ended.id()));
              whenEnded.accept(ended, at);
            });
    byId.put(operation.id(), operation);
    operation.begin();
    agenda.at(now.plus(behaviour.quick()), then -> operation.finish(Optional.empty(), then));
    return operation;
  }

  /** What speaks against an operation although nothing in the world does. */
  Optional<ProvisioningError> against(ScaleSet set, String type) {
    return objections.against(
        new OperationAttempt(
            set.subscription(), set.name().resourceGroup(), set.name().name(), type));
  }

  /** The one with an id, if it is remembered in this region. */
  public Optional<AsyncOperation> named(String location, String id) {
    return Optional.ofNullable(byId.get(id.toLowerCase(Locale.ROOT)))
        .filter(operation -> operation.location().equalsIgnoreCase(location));
  }

  /** Forgets those that had ended before some time. */
  public void forget(Instant before) {
    byId.values()
        .removeIf(operation -> operation.ended().map(end -> end.isBefore(before)).orElse(false));
  }
}
