package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.LaunchFailure;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.ScalingActivityStatusCode;

/**
 * What a group's scaling activities tell of the launches that its target is waiting for: which have
 * failed, and since when the target is what it is.
 *
 * <p>The second is read from the sentence with which AWS explains an activity ("a user request …
 * changing the desired capacity from 2 to 5"). It tells attempts apart after a restart.
 */
final class ScalingHistory {

  /**
   * A group that wants instances tries again every few minutes. When it last tried longer ago than
   * this, what it tried belongs to another target, whatever the numbers say.
   */
  private static final Duration STILL_TRYING = Duration.ofMinutes(5);

  private static final Pattern CHANGE =
      Pattern.compile("At (\\S+) [^.]*?changing the desired capacity from (\\d+) to (\\d+)");

  private final List<Activity> activities;

  /**
   * @param activities newest first
   */
  ScalingHistory(List<Activity> activities) {
    this.activities = List.copyOf(activities);
  }

  /** Launches that failed, newest first. */
  List<LaunchFailure> failures() {
    return activities.stream()
        .filter(activity -> activity.statusCode() == ScalingActivityStatusCode.FAILED)
        .filter(ScalingHistory::isLaunch)
        .map(
            activity -> {
              String message =
                  activity.statusMessage() == null
                      ? activity.description()
                      : activity.statusMessage();
              return new LaunchFailure(activity.startTime(), LaunchFailures.code(message), message);
            })
        .toList();
  }

  /** When the target was raised to what it is, if the group has been trying since. */
  Optional<Instant> raisedTo(int target, Instant now) {
    boolean trying =
        activities.stream()
            .filter(ScalingHistory::isLaunch)
            .anyMatch(activity -> activity.startTime().isAfter(now.minus(STILL_TRYING)));
    if (!trying) {
      return Optional.empty();
    }
    return activities.stream()
        .map(activity -> activity.cause() == null ? "" : activity.cause())
        .flatMap(cause -> raise(cause, target).stream())
        .findFirst();
  }

  private static Optional<Instant> raise(String cause, int target) {
    Matcher change = CHANGE.matcher(cause);
    while (change.find()) {
      boolean upward = Integer.parseInt(change.group(2)) < Integer.parseInt(change.group(3));
      if (upward && Integer.parseInt(change.group(3)) == target) {
        try {
          return Optional.of(Instant.parse(change.group(1)));
        } catch (DateTimeException unreadable) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isLaunch(Activity activity) {
    return activity.description() != null && activity.description().startsWith("Launching");
  }
}
