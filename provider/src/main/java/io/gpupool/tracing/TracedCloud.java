package io.gpupool.tracing;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ProviderId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A cloud whose calls are spans, named by their verb; the result is {@code ok} or the kind of
 * error, as in the metrics.
 */
final class TracedCloud implements Cloud {

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

  @FunctionalInterface
  private interface Call<T> {
    T make() throws CloudException;
  }

  @Override
  public CloudReading observe(Optional<CloudReading> previous) throws CloudException {
    return spanned(span("observe"), () -> cloud.observe(previous));
  }

  @Override
  public void resize(NodeGroupId group, int from, int to) throws CloudException {
    Span span =
        span("resize")
            .setAttribute(GROUP, group.value())
            .setAttribute(FROM, (long) from)
            .setAttribute(TO, (long) to);
    boolean unused =
        spanned(
            span,
            () -> {
              cloud.resize(group, from, to);
              return true;
            });
  }

  @Override
  public Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    Span span =
        span("delete")
            .setAttribute(GROUP, group.value())
            .setAttribute(INSTANCES, (long) instances.size());
    return spanned(span, () -> cloud.delete(group, instances));
  }

  @Override
  public List<Offer> offers(Set<String> machineTypes) throws CloudException {
    return spanned(span("offers"), () -> cloud.offers(machineTypes));
  }

  @Override
  public void close() {
    cloud.close();
  }

  private Span span(String verb) {
    return tracer
        .spanBuilder(verb)
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute(ENTRY, entry)
        .startSpan();
  }

  private static <T> T spanned(Span span, Call<T> call) throws CloudException {
    String result = "defect";
    String error = "";
    try {
      T answer = call.make();
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
}
