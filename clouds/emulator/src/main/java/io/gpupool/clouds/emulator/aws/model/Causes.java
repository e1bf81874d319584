package io.gpupool.clouds.emulator.aws.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The sentences in which Auto Scaling tells why it did something. */
final class Causes {

  private Causes() {}

  static String userSet(Instant at, int from, int to) {
    return at(at) + "a user request explicitly set group desired capacity" + changing(from, to);
  }

  static String userUpdated(Instant at, int min, int max, int from, int to) {
    return at(at)
        + "a user request update of AutoScalingGroup constraints to min: "
        + min
        + ", max: "
        + max
        + ", desired: "
        + to
        + changing(from, to);
  }

  static String userCreated(Instant at, int to) {
    return at(at) + "a user request created an AutoScalingGroup" + changing(0, to);
  }

  static String started(Instant at, int from, int to) {
    return at(at)
        + "an instance was started in response to a difference between desired and actual"
        + " capacity, increasing the capacity from "
        + from
        + " to "
        + to
        + ".";
  }

  static String launchedForUnhealthy(Instant at) {
    return at(at)
        + "an instance was launched in response to an unhealthy instance needing to be replaced.";
  }

  static String takenOut(Instant at, int from, int to) {
    return at(at)
        + "an instance was taken out of service in response to a difference between desired and"
        + " actual capacity, shrinking the capacity from "
        + from
        + " to "
        + to
        + ".";
  }

  static String selected(Instant at, String instance) {
    return at(at) + "instance " + instance + " was selected for termination.";
  }

  static String userTerminated(Instant at, String instance) {
    return at(at)
        + "instance "
        + instance
        + " was taken out of service in response to a user request.";
  }

  static String userTerminatedShrinking(Instant at, String instance, int from, int to) {
    return at(at)
        + "instance "
        + instance
        + " was taken out of service in response to a user request, shrinking the capacity from "
        + from
        + " to "
        + to
        + ".";
  }

  static String foundDead(Instant at) {
    return at(at)
        + "an instance was taken out of service in response to an EC2 health check indicating it"
        + " has been terminated or stopped.";
  }

  static String joined(List<String> first, String... then) {
    StringBuilder cause = new StringBuilder();
    first.forEach(sentence -> append(cause, sentence));
    for (String sentence : then) {
      append(cause, sentence);
    }
    return cause.toString();
  }

  private static void append(StringBuilder cause, String sentence) {
    cause.append(cause.isEmpty() ? "" : "  ").append(sentence);
  }

  private static String changing(int from, int to) {
    return " changing the desired capacity from " + from + " to " + to + ".";
  }

  private static String at(Instant at) {
    return "At " + at.truncatedTo(ChronoUnit.SECONDS) + " ";
  }
}
