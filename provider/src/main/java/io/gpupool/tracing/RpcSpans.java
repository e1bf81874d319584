package io.gpupool.tracing;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A span for each call, by OpenTelemetry's conventions for gRPC, as the caller's child if the
 * caller says who it is. Whatever the call does in its own thread happens in the span. Health
 * checks are no calls worth one.
 *
 * <p>It isn't {@code grpc-opentelemetry}, whose server spans have none of the conventions'
 * attributes and which is switched on by an experimental variable of its own.
 */
final class RpcSpans implements ServerInterceptor {

  static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system");
  static final AttributeKey<String> SERVICE = AttributeKey.stringKey("rpc.service");
  static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
  static final AttributeKey<Long> STATUS = AttributeKey.longKey("rpc.grpc.status_code");

  private static final String HEALTH = "grpc.health.v1.Health";

  /** What the conventions take for the server's fault; the others are the caller's. */
  private static final Set<Status.Code> FAULTS =
      EnumSet.of(
          Status.Code.UNKNOWN,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.INTERNAL,
          Status.Code.UNAVAILABLE,
          Status.Code.DATA_LOSS);

  private final Tracer tracer;
  private final TextMapPropagator callers;

  RpcSpans(Tracer tracer, TextMapPropagator callers) {
    this.tracer = tracer;
    this.callers = callers;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    MethodDescriptor<Q, A> method = call.getMethodDescriptor();
    if (HEALTH.equals(method.getServiceName())) {
      return next.startCall(call, headers);
    }
    Context caller = callers.extract(Context.root(), headers, HeaderGetter.HEADERS);
    Span span =
        tracer
            .spanBuilder(method.getFullMethodName())
            .setParent(caller)
            .setSpanKind(SpanKind.SERVER)
            .setAttribute(SYSTEM, "grpc")
            .setAttribute(SERVICE, String.valueOf(method.getServiceName()))
            .setAttribute(METHOD, String.valueOf(method.getBareMethodName()))
            .startSpan();
    Context context = caller.with(span);
    try {
      return new Listener<>(next.startCall(new Call<>(call, span), headers), context, span);
    } catch (RuntimeException | Error defect) {
      end(span, Status.UNKNOWN);
      throw defect;
    }
  }

  /** Ends the span; only the first end of a span counts. */
  private static void end(Span span, Status status) {
    if (span.isRecording()) {
      span.setAttribute(STATUS, (long) status.getCode().value());
      if (FAULTS.contains(status.getCode())) {
        String text = status.getDescription();
        span.setStatus(StatusCode.ERROR, text == null ? "" : text);
      }
    }
    span.end();
  }

  private static final class Call<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private final Span span;

    Call(ServerCall<Q, A> call, Span span) {
      super(call);
      this.span = span;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      end(span, status);
      super.close(status, trailers);
    }
  }

  private static final class Listener<Q> extends SimpleForwardingServerCallListener<Q> {

    private final Context context;
    private final Span span;

    Listener(ServerCall.Listener<Q> listener, Context context, Span span) {
      super(listener);
      this.context = context;
      this.span = span;
    }

    @Override
    public void onMessage(Q message) {
      context.wrap(() -> super.onMessage(message)).run();
    }

    @Override
    public void onHalfClose() {
      context.wrap(() -> super.onHalfClose()).run();
    }

    @Override
    public void onCancel() {
      try {
        context.wrap(() -> super.onCancel()).run();
      } finally {
        end(span, Status.CANCELLED);
      }
    }
  }

  private enum HeaderGetter implements TextMapGetter<Metadata> {
    HEADERS;

    @Override
    public @Nullable String get(@Nullable Metadata headers, String name) {
      return headers == null
          ? null
          : headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
    }
  }
}
