package io.gpupool.clouds.emulator.aws.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a group did, does or tried, as DescribeScalingActivities tells it. */
public final class Activity {

  private static final int LAUNCHING = 30;
  private static final int TERMINATING = 50;
  private static final int DONE = 100;

  private final String id;
  private final long sequence;
  private final Group group;
  private final String zone;
  private final String cause;
  private final Instant start;

  private String description;
  private Status status;
  private int progress;
  private Optional<String> message = Optional.empty();
  private @Nullable Instant end;

  private Activity(
      Identity identity,
      Group group,
      String zone,
      String description,
      String cause,
      Instant start,
      Status status,
      int progress) {
    this.id = identity.id();
    this.sequence = identity.sequence();
    this.group = group;
    this.zone = zone;
    this.description = description;
    this.cause = cause;
    this.start = start.truncatedTo(ChronoUnit.MILLIS);
    this.status = status;
    this.progress = progress;
  }

  /** The states that groups without lifecycle hooks and load balancers go through. */
  public enum Status {
    PRE_IN_SERVICE("PreInService"),
    IN_PROGRESS("InProgress"),
    SUCCESSFUL("Successful"),
    FAILED("Failed"),
    CANCELLED("Cancelled");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    /** The status code as the API writes it. */
    public String word() {
      return word;
    }
  }

  /** What tells an activity from all others: its id, and its place in the order of things. */
  record Identity(String id, long sequence) {}

  static Activity launching(
      Identity identity, Group group, String zone, String instance, String cause, Instant at) {
    return new Activity(
        identity,
        group,
        zone,
        "Launching a new EC2 instance: " + instance,
        cause,
        at,
        Status.PRE_IN_SERVICE,
        LAUNCHING);
  }

  static Activity failedLaunch(
      Identity identity,
      Group group,
      String zone,
      String message,
      String cause,
      Instant start,
      Instant end) {
    Activity activity =
        new Activity(
            identity,
            group,
            zone,
            "Launching a new EC2 instance.  Status Reason: " + message,
            cause,
            start,
            Status.FAILED,
            DONE);
    activity.message = Optional.of(message);
    activity.end = end;
    return activity;
  }

  static Activity terminating(
      Identity identity, Group group, String zone, String instance, String cause, Instant at) {
    return new Activity(
        identity,
        group,
        zone,
        "Terminating EC2 instance: " + instance,
        cause,
        at,
        Status.IN_PROGRESS,
        TERMINATING);
  }

  void succeed(Instant at) {
    finish(Status.SUCCESSFUL, at);
  }

  void cancel(Instant at, String why) {
    finish(Status.CANCELLED, at);
    message = Optional.of(why);
    description = description + ".  Status Reason: " + why;
  }

  private void finish(Status with, Instant at) {
    status = with;
    progress = DONE;
    end = at;
  }

  /** A UUID. */
  public String id() {
    return id;
  }

  /** Which of two activities of the same time came first. */
  long sequence() {
    return sequence;
  }

  /** Whose activity it is. */
  public Group group() {
    return group;
  }

  /** Where. */
  public String zone() {
    return zone;
  }

  /** What is done. */
  public String description() {
    return description;
  }

  /** Why, in sentences with times. */
  public String cause() {
    return cause;
  }

  /** When it began. */
  public Instant start() {
    return start;
  }

  /** When it was over, to the second as AWS has it, and so possibly before it began. */
  public Optional<Instant> end() {
    return Optional.ofNullable(end).map(instant -> instant.truncatedTo(ChronoUnit.SECONDS));
  }

  /** How far it is. */
  public Status status() {
    return status;
  }

  /** What went wrong, if anything did. */
  public Optional<String> message() {
    return message;
  }

  /** How far it is, in percent. */
  public int progress() {
    return progress;
  }
}
