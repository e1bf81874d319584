package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.Agenda;
import io.gpupool.clouds.emulator.Objections;
import io.gpupool.clouds.emulator.SeededNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The operations of a project, remembered for two weeks. */
public final class Operations {

  private static final Duration KEPT = Duration.ofDays(14);

  private final Agenda agenda;
  private final Behaviour behaviour;
  private final SeededNames names;
  private final Objections<OperationAttempt, CreationError> objections;
  private final TreeMap<String, ComputeOperation> byKey = new TreeMap<>();
  private final Map<String, ComputeOperation> byRequest = new HashMap<>();
  private long begun;

  Operations(
      Agenda agenda,
      Behaviour behaviour,
      SeededNames names,
      Objections<OperationAttempt, CreationError> objections) {
    this.agenda = agenda;
    this.behaviour = behaviour;
    this.names = names;
    this.objections = objections;
  }

  /** What an operation does; what it answers is why it can't, if it can't. */
  @FunctionalInterface
  interface Effect {
    Optional<CreationError> apply();
  }

  /**
   * Begins an operation. What it does is done at once, or never if the operation is to fail; its
   * status is told as time passes. A request that was made before begins nothing new.
   */
  ComputeOperation begin(
      Group target,
      String type,
      String user,
      Optional<String> requestId,
      Effect effect,
      Instant now) {
    Optional<ComputeOperation> earlier =
        requestId.flatMap(id -> Optional.ofNullable(byRequest.get(id)));
    if (earlier.isPresent()) {
      return earlier.get();
    }
    Optional<CreationError> error =
        objections
            .against(
                new OperationAttempt(
                    target.project(), target.location().name(), target.name(), type))
            .or(effect::apply);
    ComputeOperation operation =
        new ComputeOperation(name(now), Ids.number(names), target, type, user, now, error);
    byKey.put(key(target.location().path(), operation.name()), operation);
    requestId.ifPresent(id -> byRequest.put(id, operation));
    agenda.at(now.plus(behaviour.operationStart()), operation::start);
    agenda.at(now.plus(behaviour.operationStart()).plus(behaviour.operationRun()), operation::end);
    agenda.at(
        now.plus(KEPT),
        then -> {
          byKey.remove(key(target.location().path(), operation.name()));
          requestId.ifPresent(byRequest::remove);
        });
    return operation;
  }

  /** Forgets those that had ended before some time. */
  public void forget(Instant before) {
    byKey.values().removeIf(operation -> hadEnded(operation, before));
    byRequest.values().removeIf(operation -> hadEnded(operation, before));
  }

  private static boolean hadEnded(ComputeOperation operation, Instant before) {
    return operation.ended().map(end -> end.isBefore(before)).orElse(false);
  }

  /** All of them, by {@code scope/name}. */
  public NavigableMap<String, ComputeOperation> all() {
    return byKey;
  }

  /** The one with a name, if it is known. */
  public Optional<ComputeOperation> named(String scope, String name) {
    return Optional.ofNullable(byKey.get(key(scope, name)));
  }

  private static String key(String scope, String name) {
    return scope + "/" + name;
  }

  /**
   * Its second part are microseconds, so that operations in the order of names are in that of time.
   */
  private String name(Instant now) {
    long micros = now.toEpochMilli() * 1_000 + begun++ % 1_000;
    return "operation-"
        + now.toEpochMilli()
        + "-"
        + String.format(Locale.ROOT, "%013x", micros)
        + "-"
        + names.hex(8)
        + "-"
        + names.hex(8);
  }
}
