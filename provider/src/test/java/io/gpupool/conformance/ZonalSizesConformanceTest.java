package io.gpupool.conformance;

import java.util.concurrent.Executor;

/** The same with zonal groups of Google Cloud. */
class ZonalSizesConformanceTest extends SizesConformanceTest {

  @Override
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(GcpUnderTest::zonal, writing);
  }
}
