package io.gpupool.conformance;

import java.util.concurrent.Executor;

/** The same with regional groups of Google Cloud. */
class RegionalNodesConformanceTest extends NodesConformanceTest {

  @Override
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(GcpUnderTest::regional, writing);
  }
}
