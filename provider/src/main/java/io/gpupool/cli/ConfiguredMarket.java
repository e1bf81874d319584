package io.gpupool.cli;

import io.gpupool.capacity.CapacityMemory;
import io.gpupool.capacity.Remembered;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.config.GroupSettings;
import io.gpupool.expander.GroupTerms;
import io.gpupool.expander.Market;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import io.gpupool.pricing.NodePrice;
import io.gpupool.pricing.PriceRules;
import io.gpupool.rpc.GroupConfiguration;
import io.gpupool.rpc.NodeForm;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What groups cost and may have at one moment: configuration, catalog, offers and fleet together.
 */
final class ConfiguredMarket implements Market {

  private final GpupoolConfig config;
  private final GroupConfiguration groups;
  private final ConfiguredPrices prices;
  private final CapacityMemory capacity;
  private final FleetSnapshot fleet;
  private final Instant now;

  ConfiguredMarket(
      GpupoolConfig config,
      GroupConfiguration groups,
      ConfiguredPrices prices,
      CapacityMemory capacity,
      FleetSnapshot fleet) {
    this.config = config;
    this.groups = groups;
    this.prices = prices;
    this.capacity = capacity;
    this.fleet = fleet;
    this.now = groups.now();
  }

  @Override
  public Optional<GroupTerms> of(String group) {
    return fleet.group(group).map(this::terms);
  }

  private GroupTerms terms(GroupView group) {
    GroupSettings settings = config.settingsOf(group.id());
    NodePrice price = prices.of(group);
    return new GroupTerms(
        price.usdPerHour(),
        price.basis(),
        price.prepaid(),
        Math.max(0, group.limits().max() - group.target()),
        settings.tier().orElse(1),
        settings.weight().orElse(0),
        capacity.unavailable(group, now).map(ConfiguredMarket::sentence),
        groups.template(group).map(NodeForm::read));
  }

  private static String sentence(Remembered reason) {
    return "%s: %s since %s, tried again after %s"
        .formatted(reason.offering(), reason.code(), reason.since(), reason.until());
  }

  /** Nodes that run or are to come use what is paid for. */
  @Override
  public Map<String, Integer> prepaid() {
    Map<String, Integer> free = new HashMap<>();
    for (PriceRules.Reservation reservation : config.prices().reservations()) {
      free.merge(reservation.pool(), reservation.nodes(), Integer::sum);
    }
    for (GroupView group : fleet.groups()) {
      long nodes =
          group.members().stream()
              .filter(member -> member.state() != InstanceState.DELETING)
              .count();
      prices
          .of(group)
          .prepaid()
          .ifPresent(
              pool -> free.computeIfPresent(pool, (name, n) -> Math.max(0, n - (int) nodes)));
    }
    return free;
  }
}
