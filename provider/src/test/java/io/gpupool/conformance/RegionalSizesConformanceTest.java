package io.gpupool.conformance;

import java.util.concurrent.Executor;

/** The same with regional groups of Google Cloud. */
class RegionalSizesConformanceTest extends SizesConformanceTest {

  @Override
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(GcpUnderTest::regional, writing);
  }
}
