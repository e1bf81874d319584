package io.gpupool.cli;

import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.clouds.catalog.CatalogEntry;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.GroupView;
import io.gpupool.pricing.NodePrice;
import io.gpupool.pricing.OfferBook;
import io.gpupool.pricing.PriceList;
import io.gpupool.pricing.Priced;
import java.util.Optional;

/** What nodes of groups cost at the moment: configuration, catalog and offers together. */
final class ConfiguredPrices {

  private final GpupoolConfig config;
  private final Catalog catalog;
  private final PriceList prices;
  private final OfferBook offers;

  ConfiguredPrices(GpupoolConfig config, Catalog catalog, OfferBook offers) {
    this.config = config;
    this.catalog = catalog;
    this.prices = new PriceList(config.prices(), catalog);
    this.offers = offers;
  }

  /** What one more node of a group costs. */
  NodePrice of(GroupView group) {
    return group
        .shape()
        .map(shape -> prices.of(priced(group, shape), offers.of(group.cloudEntry())))
        .orElse(
            new NodePrice(
                Double.POSITIVE_INFINITY, "it isn't known what its nodes are", Optional.empty()));
  }

  private Priced priced(GroupView group, NodeShape shape) {
    String cloud = group.id().cloud();
    String type =
        catalog
            .entry(cloud, shape.machine())
            .map(CatalogEntry::machine)
            .orElse(shape.machine())
            .name();
    return new Priced(
        cloud,
        cloudName(group),
        group.cloudEntry(),
        shape.region(),
        shape.zones(),
        type,
        config.settingsOf(group.id()).capacityType().orElse(shape.capacityType()));
  }

  /** The name of the configured entry that a group belongs to. */
  static String cloudName(GroupView group) {
    int slash = group.cloudEntry().indexOf('/');
    return slash < 0 ? group.cloudEntry() : group.cloudEntry().substring(0, slash);
  }
}
