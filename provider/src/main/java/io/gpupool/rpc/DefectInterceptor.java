package io.gpupool.rpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers in sentences where gRPC would say "unknown": to bytes that aren't the message they should
 * be, and to a defect of ours, which also goes to the log.
 *
 * <p>It sees requests before they are parsed only if the service's messages are streams ({@link
 * io.grpc.ServerInterceptors#useInputStreamMessages}).
 */
final class DefectInterceptor implements ServerInterceptor {

  private static final Logger log = LoggerFactory.getLogger(DefectInterceptor.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new Listener<>(call, next.startCall(call, headers));
  }

  private static final class Listener<Q, A> extends SimpleForwardingServerCallListener<Q> {

    private final ServerCall<Q, A> call;
    private boolean closed;

    Listener(ServerCall<Q, A> call, ServerCall.Listener<Q> delegate) {
      super(delegate);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      try {
        super.onMessage(message);
      } catch (StatusRuntimeException unparseable) {
        close(
            Status.INVALID_ARGUMENT.withDescription(
                "the request is not a message of "
                    + call.getMethodDescriptor().getFullMethodName()
                    + ": "
                    + unparseable.getStatus().getDescription()));
      }
    }

    @Override
    public void onHalfClose() {
      if (closed) {
        return;
      }
      try {
        super.onHalfClose();
      } catch (RuntimeException defect) {
        log.error(
            "{} failed in an unexpected way",
            call.getMethodDescriptor().getFullMethodName(),
            defect);
        close(
            Status.INTERNAL.withDescription(
                "a defect of the server, whose log has the details: " + defect));
      }
    }

    private void close(Status status) {
      closed = true;
      call.close(status, new Metadata());
    }
  }
}
