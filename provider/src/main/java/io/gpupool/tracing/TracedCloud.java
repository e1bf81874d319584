package io.gpupool.tracing;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudCall;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.UniformCloud;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.Locale;

/**
 * A cloud whose calls are spans, named by their verb; the result is {@code ok} or the kind of
 * error, as in the metrics.
 */
final class TracedCloud extends UniformCloud {

  static final AttributeKey<String> ENTRY = AttributeKey.stringKey("gpupool.cloud");
  static final AttributeKey<String> GROUP = AttributeKey.stringKey("gpupool.group");
  static final AttributeKey<String> RESULT = AttributeKey.stringKey("gpupool.result");
  static final AttributeKey<Long> FROM = AttributeKey.longKey("gpupool.from");
  static final AttributeKey<Long> TO = AttributeKey.longKey("gpupool.to");
  static final AttributeKey<Long> INSTANCES = AttributeKey.longKey("gpupool.instances");

  private final Cloud cloud;
  private final String entry;
  private final Tracer tracer;

  TracedCloud(Cloud cloud, String entry, Tracer tracer) {
    this.cloud = cloud;
    this.entry = entry;
    this.tracer = tracer;
  }

  @Override
  protected <T> T make(CloudCall<T> call) throws CloudException {
    Span span =
        tracer
            .spanBuilder(call.verb())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(ENTRY, entry)
            .startSpan();
    if (call instanceof CloudCall.Resize resize) {
      span.setAttribute(GROUP, resize.group().value())
          .setAttribute(FROM, (long) resize.from())
          .setAttribute(TO, (long) resize.to());
    } else if (call instanceof CloudCall.Delete delete) {
      span.setAttribute(GROUP, delete.group().value())
          .setAttribute(INSTANCES, (long) delete.instances().size());
    }
    String result = "defect";
    String error = "";
    try {
      T answer = call.to(cloud);
      result = "ok";
      return answer;
    } catch (CloudException e) {
      result = e.error().kind().name().toLowerCase(Locale.ROOT);
      error = e.error().code();
      throw e;
    } finally {
      span.setAttribute(RESULT, result);
      if (!result.equals("ok")) {
        span.setStatus(StatusCode.ERROR, error);
      }
      span.end();
    }
  }

  @Override
  public void close() {
    cloud.close();
  }
}
