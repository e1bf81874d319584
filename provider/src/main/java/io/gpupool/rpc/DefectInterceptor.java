package io.gpupool.rpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a defect of ours into a status that says so, and a log entry that shows where. */
final class DefectInterceptor implements ServerInterceptor {

  private static final Logger log = LoggerFactory.getLogger(DefectInterceptor.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onHalfClose() {
        try {
          super.onHalfClose();
        } catch (RuntimeException defect) {
          String method = call.getMethodDescriptor().getFullMethodName();
          log.error("{} failed in an unexpected way", method, defect);
          call.close(
              Status.INTERNAL.withDescription(
                  "a defect of the server, whose log has the details: " + defect),
              new Metadata());
        }
      }
    };
  }
}
