package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.gpupool.conformance.Item;
import io.gpupool.expander.Decision;
import io.gpupool.expander.ExpansionPlanner;
import io.gpupool.expander.GroupTerms;
import io.gpupool.expander.Market;
import io.gpupool.packing.Chooser;
import io.gpupool.packing.ChooserSettings;
import io.gpupool.proto.expander.BestOptionsRequest;
import io.gpupool.proto.expander.BestOptionsResponse;
import io.gpupool.proto.expander.ExpanderGrpc;
import io.gpupool.proto.expander.Option;
import io.gpupool.proto.kubernetes.Container;
import io.gpupool.proto.kubernetes.Node;
import io.gpupool.proto.kubernetes.NodeStatus;
import io.gpupool.proto.kubernetes.ObjectMeta;
import io.gpupool.proto.kubernetes.Pod;
import io.gpupool.proto.kubernetes.PodSpec;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.proto.kubernetes.ResourceRequirements;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to the expander through a real socket. */
class ExpanderServiceTest {

  private static final int MOST_BYTES = 1 << 20;

  private final Map<String, GroupTerms> groups = new HashMap<>();
  private final List<Decision> told = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final ExpanderService service;
  private final GrpcEndpoint endpoint;
  private final ManagedChannel channel;
  private boolean broken;

  ExpanderServiceTest() throws IOException {
    Market market =
        new Market() {
          @Override
          public Optional<GroupTerms> of(String group) {
            if (broken) {
              throw new IllegalStateException("no market today");
            }
            return Optional.ofNullable(groups.get(group));
          }

          @Override
          public Map<String, Integer> prepaid() {
            return Map.of();
          }
        };
    service =
        new ExpanderService(
            new ExpansionPlanner(new Chooser(ChooserSettings.DEFAULT)),
            () -> market,
            (decision, took) -> told.add(decision),
            Duration.ofSeconds(1),
            System::nanoTime);
    endpoint = listening(MOST_BYTES);
    channel = connected(endpoint);
    known("aws/dear", 2.0);
    known("gcp/cheap", 1.0);
  }

  private GrpcEndpoint listening(int mostBytes) throws IOException {
    return GrpcEndpoint.startThinking(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        InsecureServerCredentials.create(),
        service,
        mostBytes,
        List.of(),
        threads);
  }

  private static ManagedChannel connected(GrpcEndpoint to) {
    return Grpc.newChannelBuilderForAddress(
            "127.0.0.1", to.port(), InsecureChannelCredentials.create())
        .build();
  }

  @AfterEach
  void close() {
    channel.shutdownNow();
    endpoint.close();
    threads.shutdownNow();
  }

  private void known(String group, double usdPerHour) {
    groups.put(
        group,
        new GroupTerms(
            usdPerHour, "test", Optional.empty(), 100, 1, 0, Optional.empty(), Optional.empty()));
  }

  private static ByteString node(String cpu) {
    return Node.newBuilder()
        .setStatus(
            NodeStatus.newBuilder()
                .putAllCapacity(resources(cpu))
                .putAllAllocatable(resources(cpu)))
        .build()
        .toByteString();
  }

  private static Map<String, Quantity> resources(String cpu) {
    return Map.of(
        "cpu",
        quantity(cpu),
        "memory",
        quantity("64Gi"),
        "pods",
        quantity("110"),
        "nvidia.com/gpu",
        quantity("1"));
  }

  private static Quantity quantity(String text) {
    return Quantity.newBuilder().setString(text).build();
  }

  private static ByteString pod(String name, String cpu) {
    return Pod.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName(name))
        .setSpec(
            PodSpec.newBuilder()
                .addContainers(
                    Container.newBuilder()
                        .setResources(
                            ResourceRequirements.newBuilder()
                                .putRequests("cpu", quantity(cpu))
                                .putRequests("nvidia.com/gpu", quantity("1")))))
        .build()
        .toByteString();
  }

  private static Option option(String group, int nodes, ByteString... pods) {
    return Option.newBuilder()
        .setNodeGroupId(group)
        .setNodeCount(nodes)
        .addAllPodBytes(List.of(pods))
        .build();
  }

  private static BestOptionsRequest.Builder both() {
    return BestOptionsRequest.newBuilder()
        .addOptions(option("aws/dear", 1, pod("a", "2")))
        .addOptions(option("gcp/cheap", 1, pod("a", "2")))
        .putNodeBytesMap("aws/dear", node("8"))
        .putNodeBytesMap("gcp/cheap", node("8"));
  }

  private List<String> ask(BestOptionsRequest request) {
    return ask(channel, request);
  }

  private static List<String> ask(ManagedChannel channel, BestOptionsRequest request) {
    BestOptionsResponse response = ExpanderGrpc.newBlockingStub(channel).bestOptions(request);
    return response.getOptionsList().stream().map(Option::getNodeGroupId).toList();
  }

  private Status refused(BestOptionsRequest request) {
    StatusRuntimeException refusal =
        catchThrowableOfType(StatusRuntimeException.class, () -> ask(request));
    return refusal.getStatus();
  }

  @Test
  void theOptionThatCostsLeastIsTheAnswerAndTheDecisionIsTold() {
    assertThat(ask(both().build())).containsExactly("gcp/cheap");
    assertThat(told)
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.chosen()).isPresent();
              assertThat(decision.reason()).contains("$1.00/h", "aws/dear");
            });
  }

  @Test
  void theOlderFormOfReleasesBefore134IsRead() {
    BestOptionsRequest request =
        BestOptionsRequest.newBuilder()
            .addOptions(
                Option.newBuilder()
                    .setNodeGroupId("aws/dear")
                    .setNodeCount(1)
                    .addPod(pod("a", "2")))
            .addOptions(
                Option.newBuilder()
                    .setNodeGroupId("gcp/cheap")
                    .setNodeCount(1)
                    .addPod(pod("a", "2")))
            .putNodeMap("aws/dear", node("8"))
            .putNodeMap("gcp/cheap", node("8"))
            .build();
    assertThat(ask(request)).containsExactly("gcp/cheap");
    assertThat(told.get(0).pods()).containsExactly(1);
  }

  @Test
  void podsThatComeInBothFormsCountOnce() {
    BestOptionsRequest request =
        BestOptionsRequest.newBuilder()
            .addOptions(
                Option.newBuilder()
                    .setNodeGroupId("gcp/cheap")
                    .setNodeCount(2)
                    .addPod(pod("a", "2"))
                    .addPod(pod("b", "2"))
                    .addPodBytes(pod("a", "2"))
                    .addPodBytes(pod("b", "2")))
            .putNodeMap("gcp/cheap", node("8"))
            .putNodeBytesMap("gcp/cheap", node("8"))
            .build();
    assertThat(ask(request)).containsExactly("gcp/cheap");
    assertThat(told.get(0).pods()).containsExactly(2);
    assertThat(told.get(0).options().get(0).proposal().pods()).isEqualTo(2);
  }

  @Test
  @Item(89)
  void withoutOptionsTheAnswerIsEmptyAsTheQuestionIs() {
    assertThat(ask(BestOptionsRequest.getDefaultInstance())).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  @Item(87)
  void aGroupThatIsNotOursIsNeverChosenAndItIsToldWhy() {
    BestOptionsRequest request = both().addOptions(option("other/group", 1, pod("a", "2"))).build();
    assertThat(ask(request)).containsExactly("gcp/cheap");
    assertThat(told.get(0).leftOut()).containsExactly("other/group: no group of this server");
  }

  @Test
  @Item(88)
  void ifNoneIsOursThereIsNoOpinionAndNoVeto() {
    BestOptionsRequest request =
        BestOptionsRequest.newBuilder().addOptions(option("other/group", 1, pod("a", "2"))).build();
    Status status = refused(request);
    assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(status.getDescription())
        .contains("no opinion", "other/group: no group of this server", "--expander");
  }

  @Test
  void anOptionWithoutPodsIsLeftOut() {
    BestOptionsRequest request = both().setOptions(1, option("gcp/cheap", 1)).build();
    assertThat(ask(request)).containsExactly("aws/dear");
    assertThat(told.get(0).leftOut())
        .containsExactly("gcp/cheap: offered without nodes or without pods");
  }

  @Test
  void aGroupWhoseNodeIsNotSentIsLeftOutUnlessWeKnowIt() {
    BestOptionsRequest request = both().removeNodeBytesMap("gcp/cheap").build();
    assertThat(ask(request)).containsExactly("aws/dear");
    assertThat(told.get(0).leftOut())
        .containsExactly("gcp/cheap: it isn't known what its nodes will be");
  }

  @Test
  @Item(89)
  void withoutAnyNodesThereIsNoOpinion() {
    assertThat(refused(both().clearNodeBytesMap().build()).getCode())
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
  }

  @Test
  void aPodThatCannotBeReadIsLeftOutAndTheOthersCount() {
    BestOptionsRequest request =
        BestOptionsRequest.newBuilder()
            .addOptions(
                option(
                    "gcp/cheap",
                    1,
                    pod("a", "2"),
                    ByteString.copyFromUtf8("\u0007garbage"),
                    pod("b", "-3")))
            .putNodeBytesMap("gcp/cheap", node("8"))
            .build();
    assertThat(ask(request)).containsExactly("gcp/cheap");
    assertThat(told.get(0).pods()).containsExactly(1);
    assertThat(told.get(0).leftOut())
        .hasSize(2)
        .anySatisfy(line -> assertThat(line).startsWith("a pod of 8 bytes: "))
        .anySatisfy(line -> assertThat(line).contains("default/b", "'-3' of cpu is negative"));
  }

  @Test
  void aNodeThatCannotBeReadIsAsOneThatIsNotSent() {
    BestOptionsRequest request =
        both().putNodeBytesMap("gcp/cheap", ByteString.copyFromUtf8("\u0007garbage")).build();
    assertThat(ask(request)).containsExactly("aws/dear");
  }

  @Test
  void podsThatFitNowhereChangeNothing() {
    BestOptionsRequest request =
        both()
            .addOptions(option("aws/huge", 1, pod("huge", "640")))
            .putNodeBytesMap("aws/huge", node("1"))
            .build();
    known("aws/huge", 0.1);
    assertThat(ask(request)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u0007", "\n\u0005abc", "\n\u00ff\u00ff\u00ff\u00ff\u000f"})
  void bytesThatAreNoQuestionAreRefusedWithASentence(String garbage) {
    Status status = refused(bytes(garbage));
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("grpcplugin.Expander/BestOptions");
  }

  /** A request that is sent as these bytes. */
  private Status refused(ByteString bytes) {
    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                ClientCalls.blockingUnaryCall(
                    channel, RawCalls.bestOptions(), CallOptions.DEFAULT, bytes));
    return refusal.getStatus();
  }

  private static ByteString bytes(String latin) {
    return ByteString.copyFrom(latin, StandardCharsets.ISO_8859_1);
  }

  @Test
  void aRequestOverTheLimitIsRefusedWithBothNumbers() {
    ByteString large = ByteString.copyFrom(new byte[MOST_BYTES]);
    Status status = refused(both().putNodeBytesMap("aws/dear", large).build());
    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).contains(String.valueOf(MOST_BYTES));
  }

  @Test
  @Item(88)
  void aDefectIsAnErrorAndNeverAnEmptyAnswer() {
    broken = true;
    Status status = refused(both().build());
    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(status.getDescription()).contains("a defect of the server");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2000})
  void asManyOptionsAsThereAreAreRanked(int count) {
    BestOptionsRequest.Builder request = BestOptionsRequest.newBuilder();
    IntStream.range(0, count)
        .forEach(
            k -> {
              String group = "aws/group-%04d".formatted(k);
              known(group, 1 + (k * 7919 % count) / 1000.0);
              request.addOptions(option(group, 1, pod("a", "2")));
              request.putNodeBytesMap(group, node("8"));
            });
    assertThat(ask(request.build())).containsExactly("aws/group-0000");
    assertThat(told.get(0).options()).hasSize(count);
  }

  @Test
  void aFreeNodeAndOneOfUnknownPriceAreNoTrouble() {
    known("aws/dear", Double.POSITIVE_INFINITY);
    known("gcp/cheap", 0);
    assertThat(ask(both().build())).containsExactly("gcp/cheap");
  }

  @Test
  void whatJustFailedIsTakenOnlyIfNothingElseHelps() {
    groups.put(
        "gcp/cheap",
        new GroupTerms(
            0.5,
            "test",
            Optional.empty(),
            100,
            1,
            0,
            Optional.of("sold out until noon"),
            Optional.empty()));
    assertThat(ask(both().build())).containsExactly("aws/dear");
    assertThat(ask(both().removeOptions(0).build())).containsExactly("gcp/cheap");
  }

  @Test
  @Item(93)
  void twoAutoscalersAtOnceAreIndependent() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int k = 0; k < 20; k++) {
        boolean first = k % 2 == 0;
        answers.add(
            callers.submit(() -> ask(first ? both().build() : both().removeOptions(1).build())));
      }
      for (int k = 0; k < answers.size(); k++) {
        assertThat(answers.get(k).get()).containsExactly(k % 2 == 0 ? "gcp/cheap" : "aws/dear");
      }
    } finally {
      callers.shutdownNow();
    }
  }

  @Test
  @Item(90)
  void aQuestionOfAHundredMegabytesIsAnswered() throws IOException {
    SampleQuestion question = new SampleQuestion(5_000, 100, 10, 2048);
    BestOptionsRequest request = question.request();
    assertThat(request.getSerializedSize()).isGreaterThan(95_000_000);
    for (Option option : request.getOptionsList()) {
      groups.put(
          option.getNodeGroupId(), question.market().of(option.getNodeGroupId()).orElseThrow());
    }
    try (GrpcEndpoint large = listening(Integer.MAX_VALUE)) {
      ManagedChannel wide = connected(large);
      assertThat(ask(wide, request)).hasSize(1);
      wide.shutdownNow();
    }
    assertThat(told.get(0).pods().stream().mapToInt(Integer::intValue).sum()).isEqualTo(5_000);
  }
}
