package io.gpupool.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.clouds.contract.MovableClock;
import io.gpupool.fleet.Fleet;
import io.gpupool.proto.cloudprovider.RefreshRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When there is tracing, and that spans then leave the house. */
class TracingTest {

  private final MovableClock clock = new MovableClock(Instant.EPOCH);
  private final FakeCloud cloud = new FakeCloud(clock);

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "OTEL_SERVICE_NAME=gpupool",
        "OTEL_TRACES_EXPORTER=none,OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1",
        "OTEL_TRACES_EXPORTER=otlp,OTEL_SDK_DISABLED=true",
        "OTEL_EXPORTER_OTLP_ENDPOINT="
      })
  void unlessItIsAskedForNothingIsAdded(String variables) throws IOException {
    try (Tracing tracing = Tracing.of(environment(variables))) {
      Fleet.Surroundings surroundings =
          new Fleet.Surroundings(
              clock, (delay, task) -> {}, (delay, task) -> {}, Runnable::run, Runnable::run);
      assertThat(tracing.interceptors()).isEmpty();
      assertThat(tracing.traced(cloud, "main")).isSameAs(cloud);
      assertThat(tracing.following(surroundings)).isSameAs(surroundings);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "OTEL_TRACES_EXPORTER=otlp",
        "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://127.0.0.1:1/v1/traces",
        "OTEL_TRACES_EXPORTER=otlp,OTEL_EXPORTER_OTLP_PROTOCOL=grpc,OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf"
      })
  void anExporterOrAnEndpointAsksForIt(String variables) throws IOException {
    try (Tracing tracing = Tracing.of(environment(variables))) {
      assertThat(tracing.interceptors()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "OTEL_TRACES_EXPORTER=zipkin OTEL_TRACES_EXPORTER",
        "OTEL_TRACES_EXPORTER=otlp,OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_PROTOCOL",
        "OTEL_TRACES_EXPORTER=otlp,OTEL_BSP_SCHEDULE_DELAY=soon otel.bsp.schedule.delay"
      })
  void whatCannotBeCarriedOutIsNamed(String variables, String named) {
    assertThatThrownBy(() -> Tracing.of(environment(variables)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(named);
  }

  @Test
  void spansLeaveOverHttpAtTheLatestWhenItIsClosed() throws Exception {
    try (TraceReceiver receiver = new TraceReceiver()) {
      // the first of all takes its time
      try (Tracing warm = sendingTo(receiver, 100)) {
        assertThat(warm.traced(cloud, "warm").observe(Optional.empty()).groups()).isEmpty();
        assertThat(receiver.next()).contains("service.name", "gpupool", "observe", "warm");
      }
      Tracing tracing = sendingTo(receiver, 600_000);
      try (TracedServer server = new TracedServer(tracing)) {
        assertThat(server.autoscaler().refresh(RefreshRequest.getDefaultInstance())).isNotNull();
      }
      assertThat(receiver.isEmpty()).isTrue();
      tracing.close();
      assertThat(receiver.next())
          .contains("observe", "main", "CloudProvider/Refresh", "rpc.system");
    }
  }

  @Test
  void aReceiverThatSaysNothingHoldsItUpForTwoSecondsAtMost() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Tracing tracing =
          Tracing.of(
              Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + mute.getLocalPort()));
      assertThat(tracing.traced(cloud, "main").observe(Optional.empty()).groups()).isEmpty();
      long before = System.nanoTime();
      tracing.close();
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isBetween(Duration.ofMillis(1500), Duration.ofSeconds(4));
    }
  }

  private static Tracing sendingTo(TraceReceiver receiver, int everyMillis) throws IOException {
    return Tracing.of(
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            receiver.endpoint(),
            "OTEL_BSP_SCHEDULE_DELAY",
            String.valueOf(everyMillis)));
  }

  private static Map<String, String> environment(String variables) {
    return Arrays.stream(variables.split(",", -1))
        .map(variable -> variable.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
