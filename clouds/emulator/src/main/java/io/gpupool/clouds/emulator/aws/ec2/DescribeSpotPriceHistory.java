package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.SpotPrice;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What spot instances cost in a period, latest first. The price that was in force when the period
 * began is part of it, and a period that begins now has just the current prices.
 */
final class DescribeSpotPriceHistory implements Action {

  private static final int LARGEST_PAGE = 1000;
  private static final String LINUX = "Linux/UNIX";
  private static final Set<String> PRODUCTS = Set.of(LINUX, LINUX + " (Amazon VPC)");

  private static final Filters<SpotPrice> FILTERS =
      new Filters<SpotPrice>()
          .with("availability-zone", SpotPrice::zone)
          .with("instance-type", SpotPrice::instanceType)
          .with("product-description", price -> LINUX)
          .with("spot-price", DescribeSpotPriceHistory::amount);

  @Override
  public Set<String> parameters() {
    return Set.of(
        "AvailabilityZone",
        "EndTime",
        "Filter",
        "InstanceType",
        "MaxResults",
        "NextToken",
        "ProductDescription",
        "StartTime");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    int size = parameters.integer("MaxResults", 1, LARGEST_PAGE).orElse(LARGEST_PAGE);
    Instant from = parameters.time("StartTime").orElse(Instant.EPOCH);
    Instant until = parameters.time("EndTime").orElse(request.now());
    Stream<SpotPrice> found =
        request.world().prices().between(from, until).stream()
            .filter(inRegion(request))
            .filter(named(parameters))
            .filter(FILTERS.wanted(parameters));
    Page<SpotPrice> page =
        Page.of(
            found,
            DescribeSpotPriceHistory::sortKey,
            size,
            parameters.text("NextToken"),
            Ec2::invalidToken);
    result
        .list("spotPriceHistorySet", page.items(), DescribeSpotPriceHistory::write)
        .text("nextToken", page.next().orElse(""));
  }

  private static Predicate<SpotPrice> inRegion(Request request) {
    List<String> zones = request.world().geography().zones(request.region().name());
    return price -> zones.contains(price.zone());
  }

  private static Predicate<SpotPrice> named(Parameters parameters) {
    Set<String> types = new HashSet<>(parameters.texts("InstanceType"));
    Set<String> products = new HashSet<>(parameters.texts("ProductDescription"));
    Optional<String> zone = parameters.text("AvailabilityZone");
    boolean linux = products.isEmpty() || products.stream().anyMatch(PRODUCTS::contains);
    return price ->
        linux
            && (types.isEmpty() || types.contains(price.instanceType()))
            && zone.map(price.zone()::equals).orElse(true);
  }

  private static void write(Xml xml, SpotPrice price) {
    xml.text("instanceType", price.instanceType())
        .text("productDescription", LINUX)
        .text("spotPrice", amount(price))
        .text("timestamp", price.since())
        .text("availabilityZone", price.zone());
  }

  private static String amount(SpotPrice price) {
    return price.usd().setScale(6, RoundingMode.HALF_UP).toPlainString();
  }

  private static String sortKey(SpotPrice price) {
    return String.format(
        "%019d %s %s",
        Long.MAX_VALUE - price.since().toEpochMilli(), price.instanceType(), price.zone());
  }
}
