package io.gpupool.tracing;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What the environment says about tracing. It is read without any class of OpenTelemetry. */
final class TracingVariables {

  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final List<String> ENDPOINTS =
      List.of("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
  private static final List<String> PROTOCOLS =
      List.of("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL");
  private static final String PROTOCOL = "http/protobuf";

  private TracingVariables() {}

  /**
   * Whether they ask for traces.
   *
   * @throws IOException if they ask for a way to send them that isn't there
   */
  static boolean ask(Map<String, String> environment) throws IOException {
    if (value(environment, "OTEL_SDK_DISABLED").equalsIgnoreCase("true")) {
      return false;
    }
    String exporter = value(environment, EXPORTER);
    if (exporter.isEmpty()) {
      if (ENDPOINTS.stream().allMatch(name -> value(environment, name).isEmpty())) {
        return false;
      }
    } else if (exporter.equals("none")) {
      return false;
    } else if (!exporter.equals("otlp")) {
      throw new IOException(EXPORTER + ": found '" + exporter + "'; expected otlp or none");
    }
    for (String name : PROTOCOLS) {
      String protocol = value(environment, name);
      if (!protocol.isEmpty()) {
        if (!protocol.equals(PROTOCOL)) {
          throw new IOException(
              name + ": found '" + protocol + "'; traces are sent as " + PROTOCOL + " only");
        }
        break; // the variable for traces counts before the one for everything
      }
    }
    return true;
  }

  /** An empty variable counts as one that isn't set, as OpenTelemetry has it. */
  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault(name, "").strip();
  }
}
