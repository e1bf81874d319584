package io.gpupool.rpc;

import static io.gpupool.rpc.RpcWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupsRequest;
import io.grpc.Channel;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may call: nobody changes anything without having proved who he is. */
class CallersTest {

  private final RpcWorld world;
  private final NodeGroupId id;

  CallersTest() throws IOException {
    world = new RpcWorld();
    id = world.cloud.addGroup("gpu", 0, 9, 3);
  }

  @BeforeEach
  void start() {
    world.start();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void theAutoscalerIsServed() {
    assertThat(world.autoscaler().nodeGroups(NodeGroupsRequest.getDefaultInstance()))
        .satisfies(reply -> assertThat(reply.getNodeGroupsCount()).isEqualTo(1));
  }

  @Test
  void aCallerWithoutACertificateIsToldWhatIsMissingAndChangesNothing() {
    Channel stranger = world.channel(Optional.empty());

    assertThat(everyChange(stranger))
        .allSatisfy(
            refusal -> {
              assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED);
              assertThat(refusal).hasMessageContaining("client certificate");
            });

    assertNothingChanged();
  }

  @Test
  void aCallerWhoseCertificateIsSignedBySomebodyElseChangesNothing() {
    CertificateAuthority other = new CertificateAuthority(Instant.now(), Duration.ofHours(1));
    Channel impostor = world.channel(Optional.of(other.issue(List.of(RpcWorld.CLIENT), List.of())));

    assertThat(everyChange(impostor))
        .allSatisfy(
            refusal ->
                // the handshake breaks, or the client didn't show what isn't wanted
                assertThat(refusal.getStatus().getCode())
                    .isIn(Code.UNAVAILABLE, Code.UNAUTHENTICATED));

    assertNothingChanged();
  }

  @Test
  void aCallerWhoseCertificateHasExpiredChangesNothing() {
    CertificateAuthority sameKeysLongAgo =
        new CertificateAuthority(Instant.now().minus(Duration.ofDays(9)), Duration.ofDays(1));
    Channel late =
        world.channel(Optional.of(sameKeysLongAgo.issue(List.of(RpcWorld.CLIENT), List.of())));
    assertThat(everyChange(late))
        .allSatisfy(
            refusal ->
                // the handshake breaks, or the client didn't show what isn't wanted
                assertThat(refusal.getStatus().getCode())
                    .isIn(Code.UNAVAILABLE, Code.UNAUTHENTICATED));
    assertNothingChanged();
  }

  @Test
  void aCallerWhoIsNotOnTheListIsToldWhoIsAndChangesNothing() {
    Channel neighbour =
        world.channel(
            Optional.of(world.authority.issue(List.of("prometheus.monitoring"), List.of())));

    assertThat(everyChange(neighbour))
        .allSatisfy(
            refusal -> {
              assertThat(refusal.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
              assertThat(refusal)
                  .hasMessageContaining("prometheus.monitoring")
                  .hasMessageContaining(RpcWorld.CLIENT);
            });

    assertNothingChanged();
  }

  @Test
  void theCommonNameOpensNoDoor() {
    // issued for no alternative name at all, and the common name is the one that is allowed
    Channel nameless =
        world.channel(Optional.of(world.authority.issue(List.of(), List.of("127.0.0.9"))));
    assertThat(everyChange(nameless))
        .allSatisfy(
            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED));
  }

  @Test
  void aCallerWithoutTlsChangesNothing() {
    ManagedChannel plain =
        Grpc.newChannelBuilderForAddress(
                "localhost", world.endpoint.port(), InsecureChannelCredentials.create())
            .build();
    try {
      assertThat(everyChange(plain))
          .allSatisfy(
              refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE));
    } finally {
      plain.shutdownNow();
    }
    assertNothingChanged();
  }

  @Test
  void healthMayBeAskedByAnybody() {
    HealthCheckRequest question =
        HealthCheckRequest.newBuilder().setService(CloudProviderGrpc.SERVICE_NAME).build();
    assertThat(
            HealthGrpc.newBlockingStub(world.channel(Optional.empty())).check(question).getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  private List<StatusRuntimeException> everyChange(Channel channel) {
    CloudProviderGrpc.CloudProviderBlockingStub stub = CloudProviderGrpc.newBlockingStub(channel);
    String node = world.cloud.live(id).get(0).value();
    return List.of(
        refusal(
            () ->
                stub.nodeGroupIncreaseSize(
                    NodeGroupIncreaseSizeRequest.newBuilder()
                        .setId(id.value())
                        .setDelta(1)
                        .build())),
        refusal(
            () ->
                stub.nodeGroupDecreaseTargetSize(
                    NodeGroupDecreaseTargetSizeRequest.newBuilder()
                        .setId(id.value())
                        .setDelta(-1)
                        .build())),
        refusal(
            () ->
                stub.nodeGroupDeleteNodes(
                    NodeGroupDeleteNodesRequest.newBuilder()
                        .setId(id.value())
                        .addNodes(ExternalGrpcNode.newBuilder().setProviderID(node))
                        .build())));
  }

  private void assertNothingChanged() {
    world.time.advance(Duration.ofSeconds(1));
    assertThat(world.cloud.target(id)).isEqualTo(3);
    assertThat(world.cloud.live(id)).hasSize(3);
    assertThat(world.fleet.snapshot().group(id.value()).orElseThrow().target()).isEqualTo(3);
  }
}
