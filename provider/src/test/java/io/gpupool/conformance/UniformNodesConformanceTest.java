package io.gpupool.conformance;

import java.util.concurrent.Executor;

/** The same with uniform scale sets of Azure. */
class UniformNodesConformanceTest extends NodesConformanceTest {

  @Override
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(AzureUnderTest::uniform, writing);
  }
}
