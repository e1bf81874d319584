package io.gpupool.clouds.emulator.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.InstanceType;

final class SpotPricesTest {

  private final AwsUnderTest test = new AwsUnderTest();

  @BeforeEach
  void prices() {
    test.aws.setSpotPrice("g5.xlarge", "us-east-1a", "0.4");
    test.aws.setSpotPrice("g5.xlarge", "us-east-1b", "0.45");
    test.aws.setSpotPrice("g5.xlarge", "eu-west-1a", "0.5");
    test.pass(3600);
    test.aws.setSpotPrice("g5.xlarge", "us-east-1a", "0.6");
    test.aws.setSpotPrice("p5.48xlarge", "us-east-1a", "30.123456789");
    test.pass(3600);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void thePricesNowAreThoseOfAPeriodThatBeginsNow() {
    assertThat(prices(request -> request.startTime(test.now())))
        .containsExactly(
            "g5.xlarge us-east-1a 0.600000 2026-01-01T11:00:00Z",
            "p5.48xlarge us-east-1a 30.123457 2026-01-01T11:00:00Z",
            "g5.xlarge us-east-1b 0.450000 2026-01-01T10:00:00Z");
  }

  @Test
  void theHistoryComesLatestFirst() {
    assertThat(
            prices(
                request ->
                    request.instanceTypes(InstanceType.G5_XLARGE).availabilityZone("us-east-1a")))
        .containsExactly(
            "g5.xlarge us-east-1a 0.600000 2026-01-01T11:00:00Z",
            "g5.xlarge us-east-1a 0.400000 2026-01-01T10:00:00Z");
  }

  @Test
  void aPeriodIncludesThePriceItBeganWith() {
    assertThat(
            prices(
                request ->
                    request
                        .startTime(test.now().minusSeconds(5400))
                        .endTime(test.now().minusSeconds(4000))))
        .containsExactly(
            "g5.xlarge us-east-1a 0.400000 2026-01-01T10:00:00Z",
            "g5.xlarge us-east-1b 0.450000 2026-01-01T10:00:00Z");
  }

  @Test
  void onlyLinuxHasPrices() {
    assertThat(prices(request -> request.productDescriptions("Linux/UNIX"))).hasSize(4);
    assertThat(prices(request -> request.productDescriptions("Windows"))).isEmpty();
  }

  @Test
  void everyRegionHasItsOwn() {
    assertThat(
            test.ec2(AwsUnderTest.SOMEBODY, "eu-west-1")
                .describeSpotPriceHistory()
                .spotPriceHistory())
        .singleElement()
        .extracting(price -> price.spotPrice())
        .isEqualTo("0.500000");
  }

  @Test
  void listsAreCutIntoPages() {
    assertThat(
            test.ec2
                .describeSpotPriceHistoryPaginator(request -> request.maxResults(3))
                .spotPriceHistory())
        .hasSize(4);
  }

  private List<String> prices(Consumer<DescribeSpotPriceHistoryRequest.Builder> request) {
    return test.ec2.describeSpotPriceHistory(request).spotPriceHistory().stream()
        .map(
            price ->
                String.join(
                    " ",
                    price.instanceTypeAsString(),
                    price.availabilityZone(),
                    price.spotPrice(),
                    price.timestamp().toString()))
        .toList();
  }
}
