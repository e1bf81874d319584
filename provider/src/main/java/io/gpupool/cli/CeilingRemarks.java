package io.gpupool.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.policy.Brakes;
import io.gpupool.policy.Ceilings;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be remarked on ceilings and brakes that can be used: what can't be told from the file
 * alone. Thread-safe.
 */
final class CeilingRemarks {

  private static final Logger log = LoggerFactory.getLogger("gpupool.config");

  @GuardedBy("this")
  private final Set<String> told = new HashSet<>();

  /** Tells of ceilings that the smallest sizes of their groups pass; of each once. */
  synchronized void look(List<Ceilings.Standing> standings) {
    for (Ceilings.Standing standing : standings) {
      String place = standing.ceiling().place();
      if (!standing.isBelowMinimum()) {
        told.remove(place);
      } else if (told.add(place)) {
        log.warn(
            "{}: the ceiling of {} usd per hour for {} is below the {} that the minimum sizes of"
                + " its groups cost; nothing there can be created",
            place,
            usd(standing.ceiling().usdPerHour()),
            standing.ceiling().scope(),
            usd(standing.minimumUsdPerHour()));
      }
    }
  }

  /** Tells of hours that clocks leave out. */
  static void hours(Brakes brakes, Instant now) {
    brakes
        .hours()
        .forEach(
            (place, hours) ->
                hours
                    .nextGap(now)
                    .ifPresent(
                        gap ->
                            log.warn(
                                "{}: of {}, what lies between {} and {} is left out, for clocks"
                                    + " are put forward there",
                                place,
                                hours,
                                gap.getDateTimeBefore(),
                                gap.getDateTimeAfter())));
  }

  private static String usd(double amount) {
    return String.format(Locale.ROOT, "%.2f", amount);
  }
}
