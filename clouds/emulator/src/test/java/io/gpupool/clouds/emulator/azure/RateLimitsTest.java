package io.gpupool.clouds.emulator.azure;

import static io.gpupool.clouds.emulator.azure.AzureUnderTest.all;
import static io.gpupool.clouds.emulator.azure.AzureUnderTest.uniform;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {

  private final AzureUnderTest test = new AzureUnderTest(builder -> builder.open().throttling());

  @BeforeEach
  void twoScaleSets() {
    test.subscription.addGroup(uniform("a"));
    test.subscription.addGroup(uniform("b"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aScaleSetCanBeChangedTwelveTimesAndThenEveryQuarterOfAMinute() {
    for (int i = 1; i <= 12; i++) {
      assertThat(test.resize("a", i).header("x-ms-ratelimit-remaining-resource"))
          .isEqualTo("Microsoft.Compute/VirtualMachineScaleSets_Update;" + (12 - i));
    }

    Reply refused = test.resize("a", 13);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("15");
    assertThat(refused.text("error.code")).isEqualTo("OperationNotAllowed");
    assertThat(refused.text("error.details.0.code")).isEqualTo("TooManyRequests");
    assertThat(test.group("a").number("sku.capacity")).isEqualTo(12);
    assertThat(test.resize("b", 1).status()).as("another one").isEqualTo(200);

    test.pass(14);
    assertThat(test.resize("a", 13).header("Retry-After")).isEqualTo("1");
    test.pass(1);
    assertThat(test.resize("a", 13).status()).isEqualTo(200);
  }

  @Test
  void aScaleSetCanBeReadMoreOftenAndListsCountForNone() {
    for (int i = 0; i < 36; i++) {
      assertThat(test.group("a").status()).isEqualTo(200);
    }

    assertThat(test.group("a").header("Retry-After")).isEqualTo("5");
    assertThat(test.get(all("virtualMachineScaleSets")).status()).isEqualTo(200);
    assertThat(test.resize("a", 1).status()).isEqualTo(200);
  }

  @Test
  void whatASubscriptionHasLeftIsSaid() {
    Reply first = test.get(all("virtualMachineScaleSets"));
    Reply second = test.get(all("skus"));

    assertThat(first.header("x-ms-ratelimit-remaining-subscription-reads")).isEqualTo("23999");
    assertThat(second.header("x-ms-ratelimit-remaining-subscription-reads")).isEqualTo("23998");
    assertThat(test.resize("a", 1).header("x-ms-ratelimit-remaining-subscription-writes"))
        .isEqualTo("1499");
  }

  @Test
  void withoutThrottlingNobodyIsRefused() {
    try (AzureUnderTest generous = new AzureUnderTest()) {
      generous.subscription.addGroup(uniform("a"));
      for (int i = 0; i < 50; i++) {
        assertThat(generous.resize("a", i).status()).isEqualTo(200);
      }
    }
  }
}
