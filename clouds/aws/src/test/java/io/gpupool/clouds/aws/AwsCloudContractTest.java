package io.gpupool.clouds.aws;

import io.gpupool.clouds.contract.CloudContract;
import io.gpupool.clouds.contract.ContractWorld;

/** AWS keeps the contract of every cloud. */
class AwsCloudContractTest extends CloudContract {
  @Override
  protected ContractWorld newWorld() {
    return new AwsWorld();
  }
}
