package io.gpupool.spending;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Adds up what nodes cost, group by group, from one look to the next: what a group was at a look
 * counts until the next one, with the price of that moment. It begins anew with the server; what
 * clouds bill differs by how they round, and by nodes that come and go between two looks.
 * Thread-safe.
 */
public final class SpendingMeter {

  private final ToDoubleFunction<GroupView> usdPerHour;

  @GuardedBy("this")
  private Map<String, GroupSpending> groups = new TreeMap<>();

  @GuardedBy("this")
  private Instant lastLook = Instant.MIN;

  /**
   * @param usdPerHour what one node of a group costs, infinite if that isn't known
   */
  public SpendingMeter(ToDoubleFunction<GroupView> usdPerHour) {
    this.usdPerHour = usdPerHour;
  }

  /** Looks at all groups; those that are gone are forgotten. Returns what all cost, by id. */
  public synchronized Map<String, GroupSpending> look(FleetSnapshot fleet, Instant now) {
    Duration passed =
        lastLook.equals(Instant.MIN) || now.isBefore(lastLook)
            ? Duration.ZERO
            : Duration.between(lastLook, now);
    Map<String, GroupSpending> next = new TreeMap<>();
    for (GroupView view : fleet.groups()) {
      double price = usdPerHour.applyAsDouble(view);
      GroupSpending before = groups.get(view.id().value());
      next.put(
          view.id().value(),
          before == null ? GroupSpending.first(view, price) : before.then(passed, view, price));
    }
    groups = next;
    lastLook = now;
    return Map.copyOf(next);
  }
}
