package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.gpupool.clouds.api.CapacityType;
import io.gpupool.pricing.PriceMatch;
import io.gpupool.pricing.PriceRules;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesSectionTest {

  private static ConfigText prices(String section) {
    return ConfigText.small().and("prices:\n  " + section + "\n");
  }

  @Test
  void readsOverridesDiscountsAndReservations() throws ConfigException {
    PriceRules rules =
        ConfigText.small()
            .and(
                """
                prices:
                  overrides:
                    - {match: {cloud: main, type: p5.48xlarge}, usdPerHour: 41.5}
                  discounts:
                    - {percent: 20}
                    - {match: {region: us-east-1, capacityType: spot}, percent: 2.5}
                  reservations:
                    - {match: {type: p5.48xlarge}, nodes: 4}
                """)
            .read()
            .prices();

    Optional<String> any = Optional.empty();
    assertThat(rules.overrides())
        .containsExactly(
            new PriceRules.FixedPrice(
                new PriceMatch(
                    Optional.of("main"), any, Optional.of("p5.48xlarge"), Optional.empty()),
                41.5));
    assertThat(rules.discounts())
        .containsExactly(
            new PriceRules.Discount(new PriceMatch(any, any, any, Optional.empty()), 20),
            new PriceRules.Discount(
                new PriceMatch(any, Optional.of("us-east-1"), any, Optional.of(CapacityType.SPOT)),
                2.5));
    assertThat(rules.reservations())
        .extracting(PriceRules.Reservation::nodes, PriceRules.Reservation::pool)
        .containsExactly(tuple(4, "reservation of 4 p5.48xlarge"));
  }

  @Test
  void withoutTheSectionNothingIsSaidOfPrices() throws ConfigException {
    assertThat(ConfigText.small().read().prices()).isEqualTo(PriceRules.NONE);
  }

  @Test
  void aNodeMayBeFree() throws ConfigException {
    assertThat(prices("overrides: [{match: {type: t}, usdPerHour: 0}]").read().prices().overrides())
        .hasSize(1);
  }

  @Test
  void aPriceOfZeroIsRemarkedOnWithItsLine() throws ConfigException {
    ConfigText text = prices("overrides: [{match: {type: t}, usdPerHour: 0}]");
    assertThat(ConfigReader.readText(ConfigText.NAME, text.text()).warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.line()).isEqualTo(12);
              assertThat(warning.field()).isEqualTo("prices.overrides[0].usdPerHour");
              assertThat(warning.found()).startsWith("a price of zero");
            });
  }

  @Test
  void aRuleForACloudThatIsNotThereIsToldWithItsLine() {
    assertThat(prices("overrides: [{match: {cloud: mian}, usdPerHour: 1}]").problems())
        .containsExactly(
            "12:31: prices.overrides[0].match.cloud: found 'mian', which no entry of clouds is"
                + " called; expected one of main");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          overrides: [{match: {}, usdPerHour: -1}]        | prices.overrides[0].usdPerHour
          overrides: [{match: {}, usdPerHour: .nan}]      | prices.overrides[0].usdPerHour
          overrides: [{match: {}, usdPerHour: 1e9}]       | prices.overrides[0].usdPerHour
          overrides: [{match: {}}]                        | prices.overrides[0].usdPerHour
          overrides: [{usdPerHour: 1}]                    | prices.overrides[0].match
          discounts: [{percent: 101}]                     | prices.discounts[0].percent
          discounts: [{percent: -5}]                      | prices.discounts[0].percent
          reservations: [{match: {}, nodes: 0}]           | prices.reservations[0].nodes
          reservations: [{match: {}, nodes: 1.5}]         | prices.reservations[0].nodes
          overrides: [{match: {typ: a}, usdPerHour: 1}]   | prices.overrides[0].match.typ
          overrides: [{match: {capacityType: Spot}, usdPerHour: 1}] | match.capacityType
          override: []                                    | prices.override
          """)
  void whatMakesNoSenseIsToldWithItsPlace(String section, String place) {
    assertThat(prices(section).problems()).singleElement().asString().contains(place);
    assertThat(EditorCheck.complaints(prices(section).text())).isNotNull();
  }
}
