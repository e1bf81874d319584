package io.gpupool.clouds.emulator.azure.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What goes on after a request was accepted, until all of its parts have ended. It fails if one of
 * them does, and for the reason of the first that did.
 */
public final class AsyncOperation {

  /** How an operation stands. */
  public enum Status {
    IN_PROGRESS("InProgress"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed"),
    CANCELED("Canceled");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** Azure's word for it. */
    public String text() {
      return text;
    }
  }

  private final String id;
  private final String location;
  private final String type;
  private final Instant started;
  private final List<ProvisioningError> errors = new ArrayList<>();
  private Status status = Status.IN_PROGRESS;
  private Optional<Instant> ended = Optional.empty();
  private BiConsumer<AsyncOperation, Instant> whenEnded;
  private Optional<AsyncOperation> successor = Optional.empty();
  private int parts;

  AsyncOperation(
      String id,
      String location,
      String type,
      Instant started,
      BiConsumer<AsyncOperation, Instant> whenEnded) {
    this.id = id;
    this.location = location;
    this.type = type;
    this.started = started;
    this.whenEnded = whenEnded;
  }

  /** Its id, a UUID. */
  public String id() {
    return id;
  }

  /** The region in which it can be asked for. */
  public String location() {
    return location;
  }

  /** What was asked for, {@code VirtualMachineScaleSets_Update}. */
  public String type() {
    return type;
  }

  /** When the request was accepted. */
  public Instant started() {
    return started;
  }

  /** When it ended, if it has. */
  public Optional<Instant> ended() {
    return ended;
  }

  /** How it stands. */
  public Status status() {
    return status;
  }

  /** Why it failed, the first reason first, each once. */
  public List<ProvisioningError> errors() {
    return errors.stream().distinct().toList();
  }

  boolean isRunning() {
    return status == Status.IN_PROGRESS;
  }

  /** Tells someone else of its end too. */
  void then(BiConsumer<AsyncOperation, Instant> listener) {
    whenEnded = whenEnded.andThen(listener);
  }

  /** One more thing to wait for. */
  void begin() {
    parts++;
  }

  /** One thing less to wait for. With the last one the operation ends, or the one after it. */
  void finish(Optional<ProvisioningError> error, Instant at) {
    if (successor.isPresent()) {
      successor.get().finish(error, at);
      return;
    }
    error.ifPresent(errors::add);
    parts--;
    if (parts == 0) {
      end(errors.isEmpty() ? Status.SUCCEEDED : Status.FAILED, at);
    }
  }

  /** Ends it because a later request counts, which now waits for what this one waited for. */
  void preempt(AsyncOperation later, Instant at) {
    later.parts += parts;
    later.errors.addAll(errors);
    successor = Optional.of(later);
    cancel(at);
  }

  /** Ends it with nothing come of it. */
  void cancel(Instant at) {
    errors.clear();
    errors.add(ProvisioningError.preempted());
    end(Status.CANCELED, at);
  }

  private void end(Status outcome, Instant at) {
    status = outcome;
    ended = Optional.of(at);
    whenEnded.accept(this, at);
  }
}
