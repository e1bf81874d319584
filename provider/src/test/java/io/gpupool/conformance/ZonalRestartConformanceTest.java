package io.gpupool.conformance;

import java.util.concurrent.Executor;

/** The same with zonal groups of Google Cloud. */
class ZonalRestartConformanceTest extends RestartConformanceTest {

  @Override
  ConformanceWorld<?> newWorld(Executor writing) {
    return ConformanceWorld.of(GcpUnderTest::zonal, writing);
  }
}
