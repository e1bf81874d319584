package io.gpupool.proto;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoResponse;
import io.gpupool.proto.expander.BestOptionsRequest;
import io.gpupool.proto.expander.BestOptionsResponse;
import io.gpupool.proto.expander.Option;
import io.gpupool.proto.kubernetes.Node;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What we answer, in both forms at once, is understood by every release: it finds all that it knows
 * where it looks, and the rest is nothing but unknown fields to it.
 */
class RepliesToEveryGenerationTest {

  private static final String OPTIONS = "NodeGroupAutoscalingOptionsResponse";
  private static final String TEMPLATE = "NodeGroupTemplateNodeInfoResponse";

  private final ReleaseSchemas schemas;

  RepliesToEveryGenerationTest() throws Exception {
    schemas = new ReleaseSchemas();
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void repliesThatNeverChangedAreTheBytesOfThatGeneration(Generation generation) {
    Map<GoldenMessage, ByteString> ours =
        Replies.neverChanged().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, reply -> reply.getValue().toByteString()));

    assertThat(ours)
        .allSatisfy((message, bytes) -> assertThat(bytes).isEqualTo(message.bytes(generation)));
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void optionsInBothFormsAreReadAsThatGenerationsOwn(Generation generation) throws Exception {
    DynamicMessage ours = schemas.read(generation, OPTIONS, Replies.options().toByteString());
    DynamicMessage golden =
        schemas.read(generation, OPTIONS, GoldenMessage.GET_OPTIONS_REPLY.bytes(generation));

    assertThat(UnknownFields.of(golden)).isEmpty();
    assertThat(UnknownFields.removedFrom(ours)).isEqualTo(golden);
    assertThat(UnknownFields.of(ours))
        .isEqualTo(
            generation.foreignOptionFields().stream()
                .map(number -> "nodeGroupAutoscalingOptions." + number)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void optionsInThatGenerationsFormAloneAreItsBytes(Generation generation) {
    Message cut = schemas.cutTo(generation, Replies.options());

    assertThat(cut.toByteString()).isEqualTo(GoldenMessage.GET_OPTIONS_REPLY.bytes(generation));
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void aTemplateInBothFormsIsReadWhereThatGenerationLooks(Generation generation) throws Exception {
    Node node = Replies.templateNode();
    ByteString reply = Replies.template(node.toByteString()).toByteString();

    DynamicMessage read = schemas.read(generation, TEMPLATE, reply);

    assertThat(Node.parseFrom(template(generation, read))).isEqualTo(node);
    assertThat(UnknownFields.of(read)).isEqualTo(foreignTemplateFields(generation));
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void aTemplateInThatGenerationsFormAloneIsItsBytes(Generation generation) throws Exception {
    ByteString golden = GoldenMessage.TEMPLATE_NODE_INFO_REPLY.bytes(generation);
    ByteString node = nodeOf(generation);

    Message cut = schemas.cutTo(generation, Replies.template(node));

    assertThat(cut.toByteString()).isEqualTo(golden);
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void ourTemplateSaysWhatThatGenerationsOwnSays(Generation generation) throws Exception {
    Node golden = Node.parseFrom(nodeOf(generation));
    Node ours = Replies.templateNode();

    assertThat(golden.getMetadata().getName()).isEqualTo(ours.getMetadata().getName());
    assertThat(golden.getMetadata().getLabelsMap()).isEqualTo(ours.getMetadata().getLabelsMap());
    assertThat(golden.getMetadata().getAnnotationsMap())
        .isEqualTo(ours.getMetadata().getAnnotationsMap());
    assertThat(golden.getSpec().getProviderID()).isEqualTo(ours.getSpec().getProviderID());
    assertThat(golden.getSpec().getTaintsList()).isEqualTo(ours.getSpec().getTaintsList());
    assertThat(golden.getStatus().getCapacityMap()).isEqualTo(ours.getStatus().getCapacityMap());
    assertThat(golden.getStatus().getAllocatableMap())
        .isEqualTo(ours.getStatus().getAllocatableMap());
    assertThat(golden.getStatus().getConditions(0).getType()).isEqualTo("Ready");
    assertThat(golden.getStatus().getConditions(0).getStatus()).isEqualTo("True");
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void anOptionGivenBackIsWhatThatGenerationsServerGivesBack(Generation generation)
      throws Exception {
    BestOptionsRequest request =
        GoldenMessage.BEST_OPTIONS_REQUEST.read(generation, BestOptionsRequest.class);

    BestOptionsResponse reply =
        BestOptionsResponse.newBuilder().addOptions(request.getOptions(1)).build();

    assertThat(reply.toByteString()).isEqualTo(GoldenMessage.BEST_OPTIONS_REPLY.bytes(generation));
  }

  @ParameterizedTest
  @EnumSource(Generation.class)
  void anOptionWithNothingButItsIdIsRead(Generation generation) throws Exception {
    BestOptionsResponse reply =
        BestOptionsResponse.newBuilder()
            .addOptions(Option.newBuilder().setNodeGroupId(Replies.H100_GROUP))
            .build();

    DynamicMessage read = schemas.read(generation, "BestOptionsResponse", reply.toByteString());

    assertThat(UnknownFields.of(read)).isEmpty();
    assertThat(read.toString()).contains("nodeGroupId: \"" + Replies.H100_GROUP + "\"");
  }

  /** The node in a template as a release reads it: the bytes where it knows them. */
  private static ByteString template(Generation generation, DynamicMessage reply) {
    String field = generation.hasByteForm() ? "nodeBytes" : "nodeInfo";
    Object value = reply.getField(reply.getDescriptorForType().findFieldByName(field));
    return value instanceof DynamicMessage message ? message.toByteString() : (ByteString) value;
  }

  private static Set<String> foreignTemplateFields(Generation generation) {
    if (!generation.hasByteForm()) {
      return Set.of("2");
    }
    return generation.hasKubernetesForm() ? Set.of() : Set.of("1");
  }

  private static ByteString nodeOf(Generation generation) throws Exception {
    NodeGroupTemplateNodeInfoResponse golden =
        GoldenMessage.TEMPLATE_NODE_INFO_REPLY.read(
            generation, NodeGroupTemplateNodeInfoResponse.class);
    return generation.hasByteForm() ? golden.getNodeBytes() : golden.getNodeInfo();
  }
}
