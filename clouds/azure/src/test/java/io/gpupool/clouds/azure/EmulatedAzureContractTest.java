package io.gpupool.clouds.azure;

import io.gpupool.clouds.contract.CloudContract;
import io.gpupool.clouds.contract.ContractWorld;
import org.junit.jupiter.api.Nested;

/** The adapter keeps the contract of every cloud with the emulated Azure. */
class EmulatedAzureContractTest {

  @Nested
  class WithUniformScaleSets extends CloudContract {
    @Override
    protected ContractWorld newWorld() {
      return new EmulatedAzureWorld(false);
    }
  }

  @Nested
  class WithFlexibleScaleSets extends CloudContract {
    @Override
    protected ContractWorld newWorld() {
      return new EmulatedAzureWorld(true);
    }
  }
}
