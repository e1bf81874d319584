package io.gpupool.clouds.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ProviderIdTest {

  private static final String MACHINE =
      "azure:///subscriptions/S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/Vm-1";

  @Test
  void idsOfAzureAreTheSameInAnyCaseAndKeepTheirSpelling() {
    ProviderId one = new ProviderId(MACHINE);
    ProviderId other = new ProviderId(MACHINE.replace("/rg/", "/RG/").replace("Vm-1", "vm-1"));
    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isEqualByComparingTo(other);
    assertThat(one.value()).isEqualTo(MACHINE);
  }

  @Test
  void othersAreTheSameToTheByte() {
    assertThat(new ProviderId("gce://p/z/vm")).isNotEqualTo(new ProviderId("gce://p/z/VM"));
    assertThat(new ProviderId("aws:///a/i-1")).isEqualTo(new ProviderId("aws:///a/i-1"));
  }

  @Test
  void anEmptyOneIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ProviderId(" "));
  }
}
