package io.gpupool.spending;

import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Member;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the nodes of a group cost, by what they do. Placeholders cost nothing: no instance stands
 * behind them.
 *
 * @param usdPerHour what they cost now
 * @param usd what they have cost since the server began to look
 */
public record GroupSpending(Map<Stage, Double> usdPerHour, Map<Stage, Double> usd) {

  private static final double NANOS_PER_HOUR = Duration.ofHours(1).toNanos();

  public GroupSpending {
    usdPerHour = Map.copyOf(usdPerHour);
    usd = Map.copyOf(usd);
  }

  /** A group that is looked at for the first time. */
  static GroupSpending first(GroupView view, double usdPerNodeHour) {
    return new GroupSpending(rates(view, usdPerNodeHour), each(0));
  }

  /** The group, after it was as it is known for a while and now is like this. */
  GroupSpending then(Duration passed, GroupView view, double usdPerNodeHour) {
    double hours = passed.toNanos() / NANOS_PER_HOUR;
    Map<Stage, Double> sum = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      sum.put(stage, usd(stage) + usdPerHour(stage) * hours);
    }
    return new GroupSpending(rates(view, usdPerNodeHour), sum);
  }

  /** What those that do this cost now. */
  public double usdPerHour(Stage stage) {
    return usdPerHour.getOrDefault(stage, 0.0);
  }

  /** What those that did this have cost. */
  public double usd(Stage stage) {
    return usd.getOrDefault(stage, 0.0);
  }

  private static Map<Stage, Double> rates(GroupView view, double usdPerNodeHour) {
    Map<Stage, Double> rates = each(0);
    if (Double.isFinite(usdPerNodeHour)) {
      for (Member member : view.members()) {
        if (!member.placeholder()) {
          rates.merge(Stage.of(member.state()), usdPerNodeHour, Double::sum);
        }
      }
    }
    return rates;
  }

  private static Map<Stage, Double> each(double amount) {
    Map<Stage, Double> all = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      all.put(stage, amount);
    }
    return all;
  }
}
