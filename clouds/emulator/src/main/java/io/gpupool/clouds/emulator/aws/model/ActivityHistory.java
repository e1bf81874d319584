package io.gpupool.clouds.emulator.aws.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Activities, newest first, for as long as AWS remembers them. */
public final class ActivityHistory {

  private static final Duration MEMORY = Duration.ofDays(42);
  private static final Comparator<Activity> NEWEST_FIRST =
      Comparator.comparing(Activity::start).thenComparingLong(Activity::sequence).reversed();

  private final TreeSet<Activity> activities = new TreeSet<>(NEWEST_FIRST);

  void add(Activity activity) {
    activities.add(activity);
    Instant oldest = activity.start().minus(MEMORY);
    while (activities.last().start().isBefore(oldest)) {
      activities.pollLast();
    }
  }

  /** Forgets what has ended and began before some time, as if it had been longer ago. */
  void forget(Instant before) {
    activities.removeIf(
        activity -> activity.end().isPresent() && activity.start().isBefore(before));
  }

  /** All of them, newest first. */
  public NavigableSet<Activity> newestFirst() {
    return Collections.unmodifiableNavigableSet(activities);
  }

  /** A word that sorts as the activities do: the later one comes first. */
  public static String sortKey(Activity activity) {
    return String.format(
        "%019d-%019d",
        Long.MAX_VALUE - activity.start().toEpochMilli(), Long.MAX_VALUE - activity.sequence());
  }
}
