package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.rehearsal.SimulatedTime;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  private final FakeCloud bright = new FakeCloud(time, "bright");
  private final FakeCloud dark = new FakeCloud(time, "dark");
  private final Fleet fleet =
      new Fleet(
          List.of(
              new CloudEntry("bright", "bright", bright, Duration.ofSeconds(30)),
              new CloudEntry("dark", "dark", dark, Duration.ofSeconds(30))),
          FleetTiming.DEFAULT,
          new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
          event -> {});
  private volatile boolean scraping = true;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT) {
        @Override
        public String scrape() {
          if (!scraping) {
            throw new IllegalStateException("no figures");
          }
          return super.scrape();
        }
      };
  private final AdminServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  AdminServerTest() throws IOException {
    server =
        AdminServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            fleet,
            metrics,
            Optional.empty(),
            AdminSections.none());
  }

  @AfterEach
  void close() {
    server.close();
    fleet.stop();
  }

  @Test
  void itIsHealthyBeforeItIsReady() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("waiting for the first reading of [bright, dark]");
  }

  @Test
  void itIsReadyOnceEveryCloudHasBeenRead() throws Exception {
    fleet.start();
    time.advance(Duration.ZERO);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void aDarkCloudDoesNotMakeItUnready() throws Exception {
    dark.always(
        call -> {
          throw new CloudException(CloudError.of(Kind.UNAVAILABLE, "Timeout", "no answer"));
        });
    fleet.start();
    time.advance(Duration.ZERO);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsAreInPrometheusForm() throws Exception {
    metrics.counter("gpupool.refusals", "call", "X").increment();
    HttpResponse<String> page = get("/metrics");
    assertThat(page.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(page.body()).contains("gpupool_refusals_total{call=\"X\"} 1.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nothing", "/healthz/more", "/metricsx", "/readyz/"})
  void whatIsNotThereIsNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void theRootSaysWhatThereIs() throws Exception {
    assertThat(get("/").body()).isEqualTo("/healthz\n/readyz\n/metrics\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH"})
  void nothingCanBeChangedHere(String method) throws Exception {
    HttpResponse<String> answer = send(method, "/healthz");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void probesThatOnlyWantTheStatusGetIt() throws Exception {
    HttpResponse<String> answer = send("HEAD", "/healthz");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aPageThatCannotBeMadeSaysSoAndTheServerGoesOn() throws Exception {
    scraping = false;
    try (RecordedLog log = new RecordedLog(AdminServer.class.getName())) {
      HttpResponse<String> page = get("/metrics");
      assertThat(page.statusCode()).isEqualTo(500);
      assertThat(page.body()).contains("a defect of the server, whose log has the details");
      assertThat(log.lines())
          .containsExactly("ERROR /metrics can't be shown, for a defect of the server");
    }
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path);
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
