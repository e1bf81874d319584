package io.gpupool.clouds.emulator.gcp.model;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a request that changes something: it waits, runs and is done, well or not. */
public final class ComputeOperation {

  private final String name;
  private final String id;
  private final Group target;
  private final String type;
  private final String user;
  private final Instant inserted;

  private Status status = Status.PENDING;
  private @Nullable Instant started;
  private @Nullable Instant ended;
  private final Optional<CreationError> error;

  ComputeOperation(
      String name,
      String id,
      Group target,
      String type,
      String user,
      Instant inserted,
      Optional<CreationError> error) {
    this.name = name;
    this.id = id;
    this.target = target;
    this.type = type;
    this.user = user;
    this.inserted = inserted;
    this.error = error;
  }

  /** How far it is. */
  public enum Status {
    PENDING,
    RUNNING,
    DONE
  }

  /** Its name, unique in its project. */
  public String name() {
    return name;
  }

  /** Its number. */
  public String id() {
    return id;
  }

  /** The group that it changes. */
  public Group target() {
    return target;
  }

  /** Such as {@code compute.instanceGroupManagers.resize}. */
  public String type() {
    return type;
  }

  /** Who asked. */
  public String user() {
    return user;
  }

  /** When it was asked. */
  public Instant inserted() {
    return inserted;
  }

  /** How far it is. */
  public Status status() {
    return status;
  }

  /** When it began, if it has. */
  public Optional<Instant> started() {
    return Optional.ofNullable(started);
  }

  /** When it was done, if it is. */
  public Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  /** Why it failed, once it has. */
  public Optional<CreationError> error() {
    return status == Status.DONE ? error : Optional.empty();
  }

  /** Such as {@code projects/p/zones/us-central1-a/operations/operation-1}. */
  public String path() {
    return "projects/" + target.project() + "/" + target.location().path() + "/operations/" + name;
  }

  void start(Instant at) {
    status = Status.RUNNING;
    started = at;
  }

  void end(Instant at) {
    status = Status.DONE;
    ended = at;
  }
}
