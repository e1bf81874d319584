package io.gpupool.conformance;

import java.util.concurrent.Executor;

/** The same with flexible scale sets of Azure. */
class FlexibleDeletionConformanceTest extends DeletionConformanceTest {

  @Override
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(AzureUnderTest::flexible, writing);
  }
}
