package io.gpupool.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.catalog.Catalog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceListTest {

  private static final Catalog CATALOG = Catalog.load();
  private static final PriceMatch ANY =
      new PriceMatch(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static Priced node(String type, CapacityType capacityType) {
    return new Priced(
        "aws",
        "aws-us",
        "aws-us/us-east-1",
        "us-east-1",
        List.of("us-east-1a", "us-east-1b"),
        type,
        capacityType);
  }

  private static PriceMatch type(String type) {
    return new PriceMatch(Optional.empty(), Optional.empty(), Optional.of(type), Optional.empty());
  }

  private static NodePrice price(PriceRules rules, Priced node, Offer... offers) {
    return new PriceList(rules, CATALOG).of(node, List.of(offers));
  }

  private static Offer offer(String zone, double usd) {
    return new Offer("g5.xlarge", zone, CapacityType.SPOT, usd, Instant.EPOCH);
  }

  private static double listed(String type) {
    return CATALOG.price("aws", "us-east-1", type).orElseThrow().onDemandUsdPerHour().orElseThrow();
  }

  @Test
  void onDemandCostsWhatTheListSays() {
    NodePrice price = price(PriceRules.NONE, node("g5.xlarge", CapacityType.ON_DEMAND));
    assertThat(price.usdPerHour()).isEqualTo(listed("g5.xlarge"));
    assertThat(price.basis()).startsWith("on demand by the list of 2026");
  }

  @Test
  void spotCostsWhatTheCloudQuotesInTheDearestZoneItMayBeIn() {
    NodePrice price =
        price(
            PriceRules.NONE,
            node("g5.xlarge", CapacityType.SPOT),
            offer("us-east-1a", 0.3),
            offer("us-east-1b", 0.4),
            offer("us-east-1f", 0.9));
    assertThat(price.usdPerHour()).isEqualTo(0.4);
    assertThat(price.basis()).isEqualTo("quoted by the cloud");
  }

  @Test
  void spotThatNobodyQuotesCostsWhatTheListSaysOfSpot() {
    NodePrice price = price(PriceRules.NONE, node("g5.xlarge", CapacityType.SPOT));
    assertThat(price.usdPerHour()).isLessThan(listed("g5.xlarge")).isPositive();
    assertThat(price.basis()).startsWith("spot, ");
  }

  @Test
  void spotOfWhichNoPriceIsKnownCostsNoMoreThanOnDemand() {
    Priced azure =
        new Priced(
            "azure",
            "azure",
            "azure",
            "eastus",
            List.of("eastus-1"),
            "Standard_NC4as_T4_v3",
            CapacityType.SPOT);
    NodePrice price = price(PriceRules.NONE, azure);
    assertThat(price.usdPerHour()).isEqualTo(0.526, within(0.001));
    assertThat(price.basis()).contains("no spot price is known");
  }

  @Test
  void whatIsConfiguredHoldsAndNoDiscountIsTakenOffIt() {
    PriceRules rules =
        new PriceRules(
            List.of(
                new PriceRules.FixedPrice(type("g5.xlarge"), 0.5),
                new PriceRules.FixedPrice(ANY, 99)),
            List.of(new PriceRules.Discount(ANY, 50)),
            List.of());
    assertThat(price(rules, node("g5.xlarge", CapacityType.ON_DEMAND)))
        .isEqualTo(new NodePrice(0.5, "configured", Optional.empty()));
  }

  @Test
  void allDiscountsThatMatchAreTakenOffOneAfterTheOther() {
    PriceRules rules =
        new PriceRules(
            List.of(),
            List.of(
                new PriceRules.Discount(ANY, 50),
                new PriceRules.Discount(type("g5.xlarge"), 10),
                new PriceRules.Discount(type("p5.48xlarge"), 10)),
            List.of());
    NodePrice price = price(rules, node("g5.xlarge", CapacityType.ON_DEMAND));
    assertThat(price.usdPerHour()).isEqualTo(listed("g5.xlarge") * 0.45, within(1e-9));
    assertThat(price.basis()).endsWith("less 55.00 %");
  }

  @Test
  void aNodeDrawsOnTheFirstReservationThatMatches() {
    PriceRules rules =
        new PriceRules(
            List.of(), List.of(), List.of(new PriceRules.Reservation(type("g5.xlarge"), 4)));
    assertThat(price(rules, node("g5.xlarge", CapacityType.ON_DEMAND)).prepaid())
        .contains("reservation of 4 g5.xlarge");
    assertThat(price(rules, node("g5.2xlarge", CapacityType.ON_DEMAND)).prepaid()).isEmpty();
  }

  @Test
  void aMachineThatNobodyKnowsHasNoPriceAndSaysWhatToDo() {
    PriceRules half =
        new PriceRules(List.of(), List.of(new PriceRules.Discount(ANY, 50)), List.of());
    NodePrice price = price(half, node("x9.huge", CapacityType.ON_DEMAND));
    assertThat(price.isKnown()).isFalse();
    assertThat(price.basis()).contains("x9.huge", "us-east-1", "prices.overrides");
  }

  @Test
  void aDiscountOfEverythingMakesANodeFree() {
    PriceRules free =
        new PriceRules(List.of(), List.of(new PriceRules.Discount(ANY, 100)), List.of());
    assertThat(price(free, node("g5.xlarge", CapacityType.ON_DEMAND)).usdPerHour()).isZero();
  }

  @Test
  void theLastQuotesHoldUntilThereAreOthers() {
    OfferBook book = new OfferBook();
    assertThat(book.of("aws-us/us-east-1")).isEmpty();
    book.quoted("aws-us/us-east-1", List.of(offer("us-east-1a", 0.3)));
    assertThat(book.of("aws-us/us-east-1")).hasSize(1);
    assertThat(book.of("aws-us/us-west-2")).isEmpty();
  }
}
