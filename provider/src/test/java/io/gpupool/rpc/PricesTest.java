package io.gpupool.rpc;

import static io.gpupool.rpc.RpcWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.proto.cloudprovider.PricingPodPriceRequest;
import io.gpupool.proto.kubernetes.Container;
import io.gpupool.proto.kubernetes.ObjectMeta;
import io.gpupool.proto.kubernetes.Pod;
import io.gpupool.proto.kubernetes.PodSpec;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.proto.kubernetes.ResourceRequirements;
import io.gpupool.proto.kubernetes.Time;
import io.grpc.Status.Code;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@code --expander=price} asks for, over a socket. */
class PricesTest {

  private final RpcWorld world;
  private NodeGroupId eight;
  private NodeGroupId one;

  PricesTest() throws IOException {
    world = new RpcWorld();
  }

  @BeforeEach
  void start() {
    eight = world.cloud.addGroup("eight", 0, 9, 0);
    one = world.cloud.addGroup("one", 0, 9, 0);
    world.cloud.setShape(eight, Optional.of(FakeCloud.shape(8)));
    world.cloud.setShape(one, Optional.of(FakeCloud.shape(1)));
    world.start();
    world.market.usdPerHour.put(eight.value(), 80.0);
    world.market.usdPerHour.put(one.value(), 12.0);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void aTemplateIsKnownByTheLabelsThatWeGaveIt() {
    assertThat(price(template(eight, ""), 3_600)).isEqualTo(80);
    assertThat(price(template(one, ""), 3_600)).isEqualTo(12);
  }

  @Test
  void aTemplateThatTheAutoscalerMadeOfANodeIsKnownByItsName() {
    String name = "template-node-for-" + eight.value() + "-4711";
    assertThat(price(ExternalGrpcNode.newBuilder().setName(name).build(), 3_600)).isEqualTo(80);
  }

  @Test
  void anyPeriodHasItsPrice() {
    ExternalGrpcNode node = template(eight, "");
    assertThat(price(node, 60)).isCloseTo(80 / 60.0, within(1e-9));
    assertThat(price(node, 0)).isZero();
    assertThat(price(node, 86_400)).isEqualTo(1_920);
    assertThat(refusal(() -> price(node, -1)).getStatus().getCode())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void releasesUpTo134AskInAnotherForm() {
    PricingNodePriceRequest request =
        PricingNodePriceRequest.newBuilder()
            .setNode(template(one, ""))
            .setStartTime(Time.newBuilder().setSeconds(7))
            .setEndTime(Time.newBuilder().setSeconds(1_807))
            .build();
    assertThat(world.autoscaler().pricingNodePrice(request).getPrice()).isEqualTo(6);
    PricingPodPriceRequest pod =
        PricingPodPriceRequest.newBuilder()
            .setPod(pod(Map.of("nvidia.com/gpu", "8")).toByteString())
            .setStartTime(request.getStartTime())
            .setEndTime(request.getEndTime())
            .build();
    assertThat(world.autoscaler().pricingPodPrice(pod).getPrice()).isEqualTo(40);
  }

  @Test
  void withoutAPeriodThereIsNoPrice() {
    assertThat(
            refusal(
                    () ->
                        world
                            .autoscaler()
                            .pricingNodePrice(
                                PricingNodePriceRequest.newBuilder()
                                    .setNode(template(one, ""))
                                    .build()))
                .getStatus()
                .getDescription())
        .contains("which period");
  }

  @Test
  void aPodCostsItsPartOfTheCheapestNodeThatHoldsIt() {
    // an eighth of eighty rather than all of twelve
    assertThat(podPrice(Map.of("nvidia.com/gpu", "1"))).isEqualTo(10);
    assertThat(podPrice(Map.of("nvidia.com/gpu", "5"))).isEqualTo(50);
    world.market.usdPerHour.put(one.value(), 9.0);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(podPrice(Map.of("nvidia.com/gpu", "1"))).isEqualTo(9);
    // a node of one holds no two
    assertThat(podPrice(Map.of("nvidia.com/gpu", "2"))).isEqualTo(20);
  }

  @Test
  void aPodWithoutGpusHasAPriceToo() {
    assertThat(podPrice(Map.of("cpu", "500m", "memory", "500Mi"))).isBetween(0.0001, 12.0);
  }

  @Test
  void aPodThatNoNodeAdmitsIsPricedByItsSize() {
    Pod picky =
        pod(Map.of("nvidia.com/gpu", "8")).toBuilder()
            .setSpec(
                pod(Map.of("nvidia.com/gpu", "8")).getSpec().toBuilder()
                    .putNodeSelector("only", "the autoscaler knows"))
            .build();
    assertThat(price(picky)).isEqualTo(80);
  }

  @Test
  void whatHasNoPriceIsRefusedWithAStatusOfItsOwn() {
    assertThat(refusal(() -> price(template(eight, "unknown-type"), 3_600)).getStatus().getCode())
        .isEqualTo(Code.NOT_FOUND);
    assertThat(refusal(() -> podPrice(Map.of("nvidia.com/gpu", "9"))).getStatus().getCode())
        .isEqualTo(Code.FAILED_PRECONDITION);
    world.market.usdPerHour.put(one.value(), Double.POSITIVE_INFINITY);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(refusal(() -> price(template(one, ""), 3_600)))
        .satisfies(
            refused -> {
              assertThat(refused.getStatus().getCode()).isEqualTo(Code.FAILED_PRECONDITION);
              assertThat(refused.getStatus().getDescription()).contains("no price is known of");
            });
    assertThat(
            refusal(
                    () ->
                        world
                            .autoscaler()
                            .pricingPodPrice(
                                forAnHour().setPodBytes(ByteString.copyFromUtf8("no pod")).build()))
                .getStatus()
                .getCode())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void aNodeThatIsPaidForAnywayCostsNothingMoreUntilAllOfThemAreInUse() {
    world.market.pools.put(eight.value(), "reservation");
    world.market.prepaid.put("reservation", 1);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(price(template(eight, ""), 3_600)).isZero();
    // what a pod is worth doesn't depend on who has paid
    assertThat(podPrice(Map.of("nvidia.com/gpu", "8"))).isEqualTo(80);
    world.market.prepaid.put("reservation", 0);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(price(template(eight, ""), 3_600)).isEqualTo(80);
  }

  @Test
  void nodesThatCostNothingTellNothingOfWhatPodsAreWorth() {
    world.market.usdPerHour.put(eight.value(), 0.0);
    world.time.advance(Duration.ofSeconds(1));
    assertThat(price(template(eight, ""), 3_600)).isZero();
    assertThat(podPrice(Map.of("nvidia.com/gpu", "1"))).isEqualTo(12);
    assertThat(podPrice(Map.of("nvidia.com/gpu", "8"))).isZero();
  }

  /** The group's template as the autoscaler sends it: labels, and nothing else that tells of it. */
  private ExternalGrpcNode template(NodeGroupId group, String typeInstead) {
    ExternalGrpcNode.Builder node =
        ExternalGrpcNode.newBuilder()
            .setName("x")
            .putAllLabels(
                world.market.of(group.value()).orElseThrow().node().orElseThrow().labels());
    if (!typeInstead.isEmpty()) {
      node.putLabels("node.kubernetes.io/instance-type", typeInstead);
    }
    return node.build();
  }

  private double price(ExternalGrpcNode node, long seconds) {
    return world
        .autoscaler()
        .pricingNodePrice(
            PricingNodePriceRequest.newBuilder()
                .setNode(node)
                .setStartTimestamp(Timestamp.newBuilder().setSeconds(1_000).setNanos(5))
                .setEndTimestamp(Timestamp.newBuilder().setSeconds(1_000 + seconds).setNanos(5))
                .build())
        .getPrice();
  }

  private double podPrice(Map<String, String> requests) {
    return price(pod(requests));
  }

  private double price(Pod pod) {
    return world
        .autoscaler()
        .pricingPodPrice(forAnHour().setPodBytes(pod.toByteString()).build())
        .getPrice();
  }

  private static PricingPodPriceRequest.Builder forAnHour() {
    return PricingPodPriceRequest.newBuilder()
        .setStartTimestamp(Timestamp.newBuilder().setSeconds(1))
        .setEndTimestamp(Timestamp.newBuilder().setSeconds(3_601));
  }

  private static Pod pod(Map<String, String> requests) {
    ResourceRequirements.Builder resources = ResourceRequirements.newBuilder();
    requests.forEach(
        (name, amount) ->
            resources.putRequests(name, Quantity.newBuilder().setString(amount).build()));
    return Pod.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName("p"))
        .setSpec(PodSpec.newBuilder().addContainers(Container.newBuilder().setResources(resources)))
        .build();
  }
}
