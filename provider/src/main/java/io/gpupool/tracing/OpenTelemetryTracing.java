package io.gpupool.tracing;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.Timers;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Traces by OpenTelemetry, set up by its own variables. */
final class OpenTelemetryTracing implements Tracing {

  private static final Logger log = LoggerFactory.getLogger("gpupool");

  private static final String NAME = "io.gpupool";
  private static final Duration FLUSH = Duration.ofSeconds(2);

  private final OpenTelemetrySdk telemetry;
  private final Tracer tracer;

  OpenTelemetryTracing(OpenTelemetrySdk telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer(NAME);
  }

  /** Begins to send what the environment asks for, and only traces. */
  static OpenTelemetryTracing start(Map<String, String> environment) throws IOException {
    OpenTelemetryLog.redirect();
    Map<String, String> settings = new HashMap<>();
    settings.put("otel.service.name", "gpupool");
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_")) {
            settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    settings.put("otel.traces.exporter", "otlp");
    settings.put("otel.exporter.otlp.traces.protocol", "http/protobuf");
    settings.put("otel.metrics.exporter", "none");
    settings.put("otel.logs.exporter", "none");
    try {
      OpenTelemetryTracing tracing =
          new OpenTelemetryTracing(
              AutoConfiguredOpenTelemetrySdk.builder()
                  // the server stops it, after everything that makes spans
                  .disableShutdownHook()
                  .addPropertiesCustomizer(config -> settings)
                  .build()
                  .getOpenTelemetrySdk());
      log.info("traces are sent by OpenTelemetry's protocol");
      return tracing;
    } catch (ConfigurationException e) {
      throw new IOException("the OTEL_ variables can't be used: " + e.getMessage(), e);
    }
  }

  @Override
  public List<ServerInterceptor> interceptors() {
    return List.of(new RpcSpans(tracer, telemetry.getPropagators().getTextMapPropagator()));
  }

  @Override
  public Cloud traced(Cloud cloud, String entry) {
    return new TracedCloud(cloud, entry, tracer);
  }

  @Override
  public Fleet.Surroundings following(Fleet.Surroundings surroundings) {
    Timers replyTimers = surroundings.replyTimers();
    return new Fleet.Surroundings(
        surroundings.clock(),
        // readings are nobody's: they are made for whoever asks next
        surroundings.timers(),
        (delay, task) -> replyTimers.after(delay, Context.current().wrap(task)),
        surroundings.reading(),
        Context.taskWrapping(surroundings.writing()),
        surroundings.luck());
  }

  @Override
  public void close() {
    if (!telemetry.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS).isSuccess()) {
      log.warn("the last traces were not taken within {} seconds", FLUSH.toSeconds());
    }
  }
}
