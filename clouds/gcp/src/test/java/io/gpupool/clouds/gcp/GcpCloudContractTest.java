package io.gpupool.clouds.gcp;

import io.gpupool.clouds.contract.CloudContract;
import io.gpupool.clouds.contract.ContractWorld;
import org.junit.jupiter.api.Nested;

/** GCP keeps the contract of every cloud, with groups in a zone and with groups in a region. */
class GcpCloudContractTest {

  @Nested
  class WithZonalGroups extends CloudContract {
    @Override
    protected ContractWorld newWorld() {
      return new GcpWorld(GcpWorld.ZONE);
    }
  }

  @Nested
  class WithRegionalGroups extends CloudContract {
    @Override
    protected ContractWorld newWorld() {
      return new GcpWorld(GcpWorld.REGION);
    }
  }
}
