package io.gpupool.clouds.emulator.azure.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MachineFilterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'virtualMachineScaleSet/id' eq '/subscriptions/s/x/Pool'",
        "virtualMachineScaleSet/id eq '/subscriptions/s/x/Pool'",
        "'virtualMachineScaleSet/id' eq /subscriptions/s/x/Pool",
        "  'VIRTUALMACHINESCALESET/ID'  eq  '/subscriptions/s/x/Pool' ",
      })
  void namesAScaleSetInWhateverCase(String text) {
    Optional<MachineFilter> filter = MachineFilter.of(text);

    assertThat(filter).isPresent();
    assertThat(filter.get().names("/SUBSCRIPTIONS/s/x/pool")).isTrue();
    assertThat(filter.get().names("/subscriptions/s/x/pool2")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "name eq 'x'",
        "'virtualMachineScaleSet/id' ne '/subscriptions/s'",
        "'virtualMachineScaleSet/id' eq 'pool'",
        "'virtualMachineScaleSet/id' eq '/subscriptions/s' or name eq 'x'",
      })
  void isNoFilterOtherwise(String text) {
    assertThat(MachineFilter.of(text)).isEmpty();
  }
}
