package io.gpupool.tracing;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.fleet.Fleet;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Spans for calls of the autoscaler and for calls to clouds, sent by OpenTelemetry's protocol. Off
 * unless OpenTelemetry's own environment variables ask for it; then nothing is added anywhere, and
 * nothing of OpenTelemetry is loaded.
 */
public interface Tracing extends AutoCloseable {

  /**
   * Tracing as the environment asks for it: {@code OTEL_TRACES_EXPORTER=otlp} or an endpoint in
   * {@code OTEL_EXPORTER_OTLP_ENDPOINT} or {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} turns it on.
   *
   * @throws IOException naming the variable that can't be carried out, and why
   */
  static Tracing of(Map<String, String> environment) throws IOException {
    return TracingVariables.ask(environment)
        ? OpenTelemetryTracing.start(environment)
        : NoTracing.NO_TRACING;
  }

  /** What goes around every call of the autoscaler, before anything else. */
  List<ServerInterceptor> interceptors();

  /**
   * A cloud whose calls are spans.
   *
   * @param entry the cloud entry's name
   */
  Cloud traced(Cloud cloud, String entry);

  /** Surroundings in which a change of a cloud belongs to the call that asked for it. */
  Fleet.Surroundings following(Fleet.Surroundings surroundings);

  /** Sends what hasn't been sent yet, for two seconds at most. */
  @Override
  void close();
}
