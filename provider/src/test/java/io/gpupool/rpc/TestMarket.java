package io.gpupool.rpc;

import io.gpupool.expander.GroupTerms;
import io.gpupool.expander.Market;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.GroupView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A market in which every node costs the same, unless a test says otherwise of its group. */
public final class TestMarket implements Market {

  /** What a node costs. */
  public static final double USD_PER_HOUR = 98.5;

  private final Fleet fleet;
  private final GroupConfiguration configuration;
  final Map<String, Double> usdPerHour = new HashMap<>();
  final Map<String, String> pools = new HashMap<>();
  final Map<String, Integer> prepaid = new HashMap<>();

  public TestMarket(Fleet fleet, GroupConfiguration configuration) {
    this.fleet = fleet;
    this.configuration = configuration;
  }

  @Override
  public Optional<GroupTerms> of(String group) {
    return fleet.snapshot().group(group).map(this::terms);
  }

  private GroupTerms terms(GroupView view) {
    String id = view.id().value();
    double usd = usdPerHour.getOrDefault(id, USD_PER_HOUR);
    return new GroupTerms(
        usd,
        Double.isFinite(usd) ? "a test" : "no price is known of " + id,
        Optional.ofNullable(pools.get(id)),
        9,
        1,
        0,
        Optional.empty(),
        configuration.template(view).map(NodeForm::read));
  }

  @Override
  public Map<String, Integer> prepaid() {
    return prepaid;
  }
}
