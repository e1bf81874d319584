package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that are no message: refused with a sentence, and the next call is served as ever. */
class HostileBytesTest {

  private static final byte[] GARBAGE = {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07, 0x0a};

  private final RpcWorld world;
  private final NodeGroupId id;
  private final Channel channel;

  HostileBytesTest() throws IOException {
    world = new RpcWorld();
    id = world.cloud.addGroup("gpu", 0, 9, 3);
    world.start();
    channel =
        world.channel(Optional.of(world.authority.issue(List.of(RpcWorld.CLIENT), List.of())));
  }

  @AfterEach
  void close() {
    world.close();
  }

  static Stream<MethodDescriptor<?, ?>> methods() {
    return CloudProviderGrpc.getServiceDescriptor().getMethods().stream();
  }

  @ParameterizedTest
  @MethodSource("methods")
  void garbageIsRefusedWithASentence(MethodDescriptor<?, ?> method) {
    StatusRuntimeException refusal = RpcWorld.refusal(() -> call(method, GARBAGE));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining("not a");
    assertUnharmed();
  }

  @Test
  void aMessageThatIsTooLargeIsRefused() {
    StatusRuntimeException refusal =
        RpcWorld.refusal(() -> call(CloudProviderGrpc.getNodeGroupsMethod(), new byte[17 << 20]));
    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertUnharmed();
  }

  @Test
  void anythingAtAllLeavesTheFleetAsItWas() {
    Random random = new Random(42);
    List<MethodDescriptor<?, ?>> methods = methods().toList();
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      try {
        call(methods.get(random.nextInt(methods.size())), bytes);
      } catch (StatusRuntimeException expected) {
        assertThat(expected.getStatus().getCode())
            .as("seed 42, round " + round + ": " + expected)
            .isNotIn(Code.UNKNOWN, Code.INTERNAL);
      }
    }
    assertUnharmed();
  }

  private void assertUnharmed() {
    assertThat(world.cloud.target(id)).isEqualTo(3);
    assertThat(world.cloud.live(id)).hasSize(3);
    assertThat(world.autoscaler().refresh(RpcWorld.refresh())).isNotNull();
  }

  private byte[] call(MethodDescriptor<?, ?> method, byte[] request) {
    return ClientCalls.blockingUnaryCall(
        channel, RawBytes.of(method), CallOptions.DEFAULT, request);
  }
}
