package io.gpupool.policy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All ceilings. A node counts from the moment it is promised until it is gone, with the price that
 * holds now, whether or not it is paid for anyway. What nobody knows the price of counts for
 * nothing as long as it stays as it is, and may not grow below a ceiling.
 *
 * @param ceilings in the order of the configuration
 */
public record Ceilings(List<Ceiling> ceilings) {

  /** No limit. */
  public static final Ceilings NONE = new Ceilings(List.of());

  /** Far less than a price has decimals: sums of many prices are a little off. */
  private static final double ROUNDING_USD = 1e-6;

  public Ceilings {
    ceilings = List.copyOf(ceilings);
  }

  /**
   * How a ceiling stands.
   *
   * @param usdPerHour what is spent below it
   * @param minimumUsdPerHour what is spent if every group is as small as its cloud lets it be
   * @param unpriced how many groups below it have nodes of which nobody knows the price
   */
  public record Standing(
      Ceiling ceiling, double usdPerHour, double minimumUsdPerHour, int unpriced) {

    /** Whether not even the smallest sizes fit below it. */
    public boolean isBelowMinimum() {
      return minimumUsdPerHour > ceiling.usdPerHour() + ROUNDING_USD;
    }
  }

  /** How each of them stands. */
  public List<Standing> standings(Collection<GroupAccount> groups) {
    return ceilings.stream().map(ceiling -> standing(ceiling, groups)).toList();
  }

  private static Standing standing(Ceiling ceiling, Collection<GroupAccount> groups) {
    double spent = 0;
    double minimum = 0;
    int unpriced = 0;
    for (GroupAccount group : groups) {
      if (ceiling.scope().matches(group.traits())) {
        spent += group.usdPerHour(group.billed());
        minimum += group.usdPerHour(group.limits().min());
        unpriced += group.billed() > 0 && !group.isPriced() ? 1 : 0;
      }
    }
    return new Standing(ceiling, spent, minimum, unpriced);
  }

  /**
   * Why a group may not have {@code delta} nodes more; empty if it may.
   *
   * @param groups all groups as they are, this one included
   */
  public Optional<String> refusal(Collection<GroupAccount> groups, GroupAccount group, int delta) {
    for (Ceiling ceiling : ceilings) {
      if (!ceiling.scope().matches(group.traits())) {
        continue;
      }
      if (!group.isPriced()) {
        return Optional.of(
            "%d more can't be had: nobody says what a node costs, and %s for %s (%s); prices.overrides can state a price"
                .formatted(delta, "there is a ceiling", ceiling.scope(), ceiling.place()));
      }
      double spent = standing(ceiling, groups).usdPerHour();
      double wouldBe = spent + group.usdPerHour(delta);
      if (delta > 0 && group.usdPerHour() > 0 && passes(wouldBe, ceiling)) {
        return Optional.of(
            "%d more at %s usd per hour each would make %s usd per hour for %s; %s are spent, and the ceiling is %s (%s)"
                .formatted(
                    delta,
                    usd(group.usdPerHour()),
                    usd(wouldBe),
                    ceiling.scope(),
                    usd(spent),
                    usd(ceiling.usdPerHour()),
                    ceiling.place()));
      }
    }
    return Optional.empty();
  }

  /**
   * How many more nodes of a group fit below the ceiling that is nearest to it.
   *
   * @param standings of all of them, now
   */
  Room room(List<Standing> standings, GroupAccount group) {
    Room least = Room.UNLIMITED;
    for (Standing standing : standings) {
      Ceiling ceiling = standing.ceiling();
      if (!ceiling.scope().matches(group.traits()) || group.usdPerHour() == 0) {
        continue;
      }
      double left = ceiling.usdPerHour() + ROUNDING_USD - standing.usdPerHour();
      double nodes = group.isPriced() ? Math.max(0, Math.floor(left / group.usdPerHour())) : 0;
      if (nodes < least.nodes()) {
        least = new Room((int) nodes, Optional.of(ceiling));
      }
    }
    return least;
  }

  /**
   * Room for nodes.
   *
   * @param nodes how many
   * @param ceiling by which; empty without limit
   */
  record Room(int nodes, Optional<Ceiling> ceiling) {
    static final Room UNLIMITED = new Room(Integer.MAX_VALUE, Optional.empty());
  }

  private static boolean passes(double usdPerHour, Ceiling ceiling) {
    return usdPerHour > ceiling.usdPerHour() + ROUNDING_USD;
  }

  private static String usd(double amount) {
    return String.format(Locale.ROOT, "%.2f", amount);
  }
}
