package io.gpupool.config;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.pricing.PriceMatch;
import io.gpupool.pricing.PriceRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code prices}: overrides, discounts and reservations. */
final class PricesSection {

  private static final Keys PRICES =
      Keys.of(
          Key.of(
              "overrides",
              "Prices instead of those of the lists and the clouds; the first that matches"
                  + " holds, and no discount is taken off it."),
          Key.of(
              "discounts",
              "By how much list prices and quotes are too high for you; all that match hold."),
          Key.of(
              "reservations",
              "Nodes that are paid for whether they run or not: they cost nothing more, so they"
                  + " are taken first."));

  private static final Keys OVERRIDE =
      Keys.of(
          Key.of("match", "Which nodes."),
          Key.of("usdPerHour", "What one costs, in USD per hour.").such("41.5"));
  private static final Keys DISCOUNT =
      Keys.of(
          Key.of("match", "Which nodes; all without it."),
          Key.of("percent", "By how many per cent they are cheaper.").such("20"));
  private static final Keys RESERVATION =
      Keys.of(
          Key.of("match", "Which nodes; groups that match share them."),
          Key.of("nodes", "How many are paid for.").such("4"));
  private static final Keys MATCH =
      Keys.of(
          Key.of("cloud", "The name of an entry of clouds.").such("aws-us"),
          Key.of("region", "The cloud's own name for a region.").such("us-east-1"),
          Key.of("type", "The cloud's own name for a machine type.").such("p5.48xlarge"),
          Key.of("capacityType", "How they are paid for.").such("spot"));

  /** An amount of money for an hour. */
  static final Form<Double> USD =
      Form.text(
          "an amount in USD per hour, zero or more, such as 41.5",
          Outline.of("[0-9]{1,7}(?:\\.[0-9]{1,9})?", 17),
          Double::parseDouble);

  private static final Form<Double> PERCENT =
      Form.text(
              "a share from 0 to 100, such as 20",
              Outline.of("[0-9]{1,3}(?:\\.[0-9]{1,9})?", 13),
              Double::parseDouble)
          .where(percent -> percent <= 100);

  /** A name that isn't ours. */
  static final Form<String> WORD =
      Form.text("a name as the cloud writes it", Outline.of("[-._+A-Za-z0-9]+", 100));

  /** How nodes are paid for. */
  static final Form<CapacityType> CAPACITY_TYPE =
      Form.word("on-demand, spot or reserved", capacityTypes());

  private static final PriceMatch EVERYTHING =
      new PriceMatch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private PricesSection() {}

  /**
   * The section as a whole.
   *
   * @param clouds the names of the entries of {@code clouds}; empty if they aren't known
   */
  static Form<PriceRules> form(Optional<List<String>> clouds) {
    Form<PriceMatch> match = Form.mapping(MATCH, mapping -> match(mapping, clouds));
    return Form.mapping(PRICES, prices -> read(prices, match));
  }

  private static Optional<PriceRules> read(YamlMapping prices, Form<PriceMatch> match) {
    Optional<List<PriceRules.FixedPrice>> overrides =
        prices.orDefault(
            "overrides",
            Form.listOf(
                "a list of prices, each with a match and usdPerHour",
                Form.mapping(OVERRIDE, one -> override(one, match))),
            List.of());
    Optional<List<PriceRules.Discount>> discounts =
        prices.orDefault(
            "discounts",
            Form.listOf(
                "a list of discounts, each with a match and percent",
                Form.mapping(DISCOUNT, one -> discount(one, match))),
            List.of());
    Optional<List<PriceRules.Reservation>> reservations =
        prices.orDefault(
            "reservations",
            Form.listOf(
                "a list of reservations, each with a match and nodes",
                Form.mapping(RESERVATION, one -> reservation(one, match))),
            List.of());
    return prices.build(
        () ->
            new PriceRules(
                overrides.orElseThrow(), discounts.orElseThrow(), reservations.orElseThrow()));
  }

  private static Optional<PriceRules.FixedPrice> override(YamlMapping one, Form<PriceMatch> form) {
    Optional<PriceMatch> match = one.required("match", form);
    Optional<Double> usdPerHour = one.required("usdPerHour", USD);
    if (usdPerHour.isPresent() && usdPerHour.get() == 0) {
      one.warnAt(
          "usdPerHour",
          "a price of zero, at which such nodes are always taken first and idle ones cost nothing",
          "what they cost; nodes that are paid for anyway belong into reservations");
    }
    return one.build(
        () -> new PriceRules.FixedPrice(match.orElseThrow(), usdPerHour.orElseThrow()));
  }

  private static Optional<PriceRules.Discount> discount(YamlMapping one, Form<PriceMatch> form) {
    Optional<PriceMatch> match = one.optional("match", form);
    Optional<Double> percent = one.required("percent", PERCENT);
    return one.build(
        () -> new PriceRules.Discount(match.orElse(EVERYTHING), percent.orElseThrow()));
  }

  private static Optional<PriceRules.Reservation> reservation(
      YamlMapping one, Form<PriceMatch> form) {
    Optional<PriceMatch> match = one.required("match", form);
    Optional<Integer> nodes = one.required("nodes", Form.wholeNumber(1));
    return one.build(() -> new PriceRules.Reservation(match.orElseThrow(), nodes.orElseThrow()));
  }

  private static Optional<PriceMatch> match(YamlMapping match, Optional<List<String>> clouds) {
    Optional<String> cloud = match.optional("cloud", WORD);
    if (cloud.isPresent() && clouds.isPresent() && !clouds.get().contains(cloud.get())) {
      match.problemAt(
          "cloud",
          "'" + cloud.get() + "', which no entry of clouds is called",
          "one of " + String.join(", ", clouds.get()));
    }
    Optional<String> region = match.optional("region", WORD);
    Optional<String> type = match.optional("type", WORD);
    Optional<CapacityType> capacityType = match.optional("capacityType", CAPACITY_TYPE);
    return match.build(() -> new PriceMatch(cloud, region, type, capacityType));
  }

  private static Map<String, CapacityType> capacityTypes() {
    Map<String, CapacityType> types = new LinkedHashMap<>();
    for (CapacityType type : CapacityType.values()) {
      types.put(type.label(), type);
    }
    return types;
  }
}
