package io.gpupool.admin;

import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import io.gpupool.policy.Ceilings;
import io.gpupool.policy.OfferedSizes;
import io.gpupool.spending.GroupSpending;
import io.gpupool.spending.SpendingMeter;
import io.gpupool.spending.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What nodes cost, how ceilings stand and which sizes the autoscaler is told, at any moment. */
public final class SpendingBook {

  /**
   * What ceilings and brakes make of the fleet.
   *
   * @param ceilings how they stand
   * @param offered the sizes that the autoscaler is told, by the id of the group
   */
  public record Sizes(List<Ceilings.Standing> ceilings, Map<String, OfferedSizes> offered) {
    public Sizes {
      ceilings = List.copyOf(ceilings);
      offered = Map.copyOf(offered);
    }
  }

  /** Everything at one moment. */
  record Page(Instant at, List<CeilingLine> ceilings, List<GroupLine> groups) {}

  /** How a ceiling stands. */
  record CeilingLine(
      String place,
      String scope,
      double usdPerHour,
      double spentUsdPerHour,
      double minimumUsdPerHour,
      int groupsWithoutPrice) {}

  /** A group. */
  record GroupLine(
      String group,
      double usdPerNodeHour,
      int target,
      int min,
      int max,
      Amounts usdPerHour,
      Amounts usd,
      List<String> why) {}

  /** Money by what it is spent on. */
  record Amounts(double running, double booting, double deleting) {
    static Amounts of(Function<Stage, Double> amount) {
      return new Amounts(
          amount.apply(Stage.RUNNING), amount.apply(Stage.BOOTING), amount.apply(Stage.DELETING));
    }

    double of(Stage stage) {
      return switch (stage) {
        case RUNNING -> running;
        case BOOTING -> booting;
        case DELETING -> deleting;
      };
    }
  }

  private final Fleet fleet;
  private final SpendingMeter meter;
  private final Function<FleetSnapshot, Sizes> sizes;
  private final ToDoubleFunction<GroupView> usdPerHour;
  private final InstantSource clock;

  /**
   * @param sizes what ceilings and brakes make of the fleet
   * @param usdPerHour what one more node of a group costs, infinite if that isn't known
   */
  public SpendingBook(
      Fleet fleet,
      SpendingMeter meter,
      Function<FleetSnapshot, Sizes> sizes,
      ToDoubleFunction<GroupView> usdPerHour,
      InstantSource clock) {
    this.fleet = Objects.requireNonNull(fleet, "fleet");
    this.meter = meter;
    this.sizes = sizes;
    this.usdPerHour = usdPerHour;
    this.clock = clock;
  }

  /** What there is now. */
  Page page() {
    FleetSnapshot snapshot = fleet.snapshot();
    Instant now = clock.instant();
    Map<String, GroupSpending> spent = meter.look(snapshot, now);
    Sizes current = sizes.apply(snapshot);
    List<GroupLine> groups = new ArrayList<>();
    for (GroupView view : snapshot.groups()) {
      String id = view.id().value();
      Optional<OfferedSizes> offered = Optional.ofNullable(current.offered().get(id));
      GroupSpending spending = spent.get(id);
      if (spending == null) {
        continue;
      }
      groups.add(
          new GroupLine(
              id,
              usdPerHour.applyAsDouble(view),
              view.target(),
              offered.map(OfferedSizes::limits).orElse(view.limits()).min(),
              offered.map(OfferedSizes::limits).orElse(view.limits()).max(),
              Amounts.of(spending::usdPerHour),
              Amounts.of(spending::usd),
              offered.map(OfferedSizes::why).orElse(List.of())));
    }
    return new Page(now, current.ceilings().stream().map(SpendingBook::line).toList(), groups);
  }

  private static CeilingLine line(Ceilings.Standing standing) {
    return new CeilingLine(
        standing.ceiling().place(),
        standing.ceiling().scope().toString(),
        standing.ceiling().usdPerHour(),
        standing.usdPerHour(),
        standing.minimumUsdPerHour(),
        standing.unpriced());
  }
}
