package io.gpupool.policy;

import io.gpupool.clouds.api.OptionOverrides;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What somebody wants of some groups, always or at some hours of the week.
 *
 * @param place where it is written, for people: {@code scaleDown.rules[0], line 12}
 * @param match which groups
 * @param hours when; always if empty
 * @param options what is wanted
 * @param waitingUsdPerHour what it costs there that pods wait for a node
 */
public record ScaleDownRule(
    String place,
    RuleMatch match,
    Optional<WeeklyWindow> hours,
    OptionOverrides options,
    OptionalDouble waitingUsdPerHour) {

  public ScaleDownRule {
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(match, "match");
    Objects.requireNonNull(hours, "hours");
    Objects.requireNonNull(options, "options");
    if (!(waitingUsdPerHour.orElse(0) >= 0)) {
      throw new IllegalArgumentException(place + ": " + waitingUsdPerHour + " usd per hour");
    }
  }

  /** Whether it speaks of the group at that time. */
  public boolean holds(GroupFacts facts, Instant now) {
    return match.matches(facts) && hours.map(window -> window.contains(now)).orElse(true);
  }

  /** Whether it holds wherever and whenever the other does. */
  public boolean covers(ScaleDownRule other) {
    return match.covers(other.match) && (hours.isEmpty() || hours.equals(other.hours));
  }

  /** Whether it says something of a setting. */
  public boolean sets(Setting setting) {
    return setting.in(options).isPresent();
  }
}
