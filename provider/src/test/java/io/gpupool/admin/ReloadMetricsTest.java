package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** When the configuration was taken over and until when the certificate is good. */
class ReloadMetricsTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @Test
  void theCertificatesEndIsShownAsLongAsTheServerLives() {
    Instant end = Instant.parse("2027-01-01T00:00:00Z");
    // as in the server: nobody else holds what was handed over
    ReloadMetrics.certificate(registry, supplier(end));
    collectGarbage();
    assertThat(registry.scrape())
        .contains("gpupool_certificate_expiry_timestamp_seconds 1.7987616E9");
  }

  /** One that is an object of its own, unlike a lambda without variables. */
  private static Supplier<Instant> supplier(Instant instant) {
    return () -> instant;
  }

  /** Returns when what nobody holds is gone. */
  private static void collectGarbage() {
    WeakReference<Object> witness = new WeakReference<>(new Object());
    while (witness.get() != null) {
      System.gc();
    }
  }
}
