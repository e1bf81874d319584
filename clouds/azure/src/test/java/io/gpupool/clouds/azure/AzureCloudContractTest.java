package io.gpupool.clouds.azure;

import io.gpupool.clouds.contract.CloudContract;
import io.gpupool.clouds.contract.ContractWorld;
import org.junit.jupiter.api.Nested;

/** Azure keeps the contract of every cloud, with uniform and with flexible scale sets. */
class AzureCloudContractTest {

  @Nested
  class WithUniformScaleSets extends CloudContract {
    @Override
    protected ContractWorld newWorld() {
      return new AzureWorld(false);
    }
  }

  @Nested
  class WithFlexibleScaleSets extends CloudContract {
    @Override
    protected ContractWorld newWorld() {
      return new AzureWorld(true);
    }
  }
}
