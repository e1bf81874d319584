package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.GPULabelRequest;
import io.gpupool.proto.cloudprovider.GPULabelResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that stops says so to whoever watches its health, and answers what it was asked. */
@Timeout(60)
class GracefulStopTest {

  /** Answers when the test says so. */
  private static final class Patient extends CloudProviderGrpc.CloudProviderImplBase {
    private final BlockingQueue<StreamObserver<GPULabelResponse>> callers =
        new LinkedBlockingQueue<>();

    @Override
    public void gPULabel(GPULabelRequest request, StreamObserver<GPULabelResponse> caller) {
      callers.add(caller);
    }
  }

  @Test
  void healthSaysSoFirstAndACallUnderWayIsAnswered() throws Exception {
    Patient service = new Patient();
    GrpcEndpoint endpoint =
        GrpcEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            InsecureServerCredentials.create(),
            service,
            1 << 20,
            List.of());
    ManagedChannel channel =
        Grpc.newChannelBuilderForAddress(
                "localhost", endpoint.port(), InsecureChannelCredentials.create())
            .build();
    try {
      Iterator<HealthCheckResponse> health =
          HealthGrpc.newBlockingStub(channel)
              .watch(
                  HealthCheckRequest.newBuilder()
                      .setService(CloudProviderGrpc.SERVICE_NAME)
                      .build());
      assertThat(health.next().getStatus()).isEqualTo(ServingStatus.SERVING);
      CompletableFuture<String> call =
          CompletableFuture.supplyAsync(
              () ->
                  CloudProviderGrpc.newBlockingStub(channel)
                      .gPULabel(GPULabelRequest.getDefaultInstance())
                      .getLabel());
      StreamObserver<GPULabelResponse> caller = service.callers.take();

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(endpoint::close);
      assertThat(health.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
      assertThat(call).isNotDone();
      caller.onNext(GPULabelResponse.newBuilder().setLabel("gpu").build());
      caller.onCompleted();
      assertThat(call.get()).isEqualTo("gpu");
      channel.shutdownNow();
      stopped.get();
    } finally {
      channel.shutdownNow();
    }
  }
}
