package io.gpupool.e2e;

import io.gpupool.proto.expander.BestOptionsRequest;
import io.gpupool.proto.expander.BestOptionsResponse;
import io.gpupool.proto.expander.ExpanderGrpc.ExpanderImplBase;
import io.grpc.Grpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** An expander that answers as it is told, over TLS as the autoscaler demands. */
final class ScriptedExpander implements AutoCloseable {

  /** What it answers. */
  enum Answer {
    /** The option of the group whose name the test has chosen. */
    THE_CHOSEN,
    /** A reply without options. */
    NOTHING,
    /** No reply, but an error. */
    AN_ERROR
  }

  private final Server server;
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Answer answer;

  /**
   * @param folder with {@code tls.crt} and {@code tls.key}
   * @param chosen the group that {@link Answer#THE_CHOSEN} is
   */
  ScriptedExpander(Path folder, int port, String chosen, Answer first) {
    answer = first;
    try {
      server =
          Grpc.newServerBuilderForPort(
                  port,
                  TlsServerCredentials.create(
                      folder.resolve("tls.crt").toFile(), folder.resolve("tls.key").toFile()))
              .addService(new Script(chosen))
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From now on it answers so. */
  void answers(Answer next) {
    answer = next;
  }

  /** How often it was asked. */
  int asked() {
    return asked.get();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private final class Script extends ExpanderImplBase {
    private final String chosen;

    Script(String chosen) {
      this.chosen = chosen;
    }

    @Override
    public void bestOptions(
        BestOptionsRequest request, StreamObserver<BestOptionsResponse> observer) {
      asked.incrementAndGet();
      BestOptionsResponse.Builder reply = BestOptionsResponse.newBuilder();
      switch (answer) {
        case AN_ERROR -> {
          observer.onError(Status.INTERNAL.withDescription("told to fail").asRuntimeException());
          return;
        }
        case THE_CHOSEN ->
            request.getOptionsList().stream()
                .filter(option -> option.getNodeGroupId().endsWith("/" + chosen))
                .forEach(reply::addOptions);
        case NOTHING -> {}
      }
      observer.onNext(reply.build());
      observer.onCompleted();
    }
  }
}
