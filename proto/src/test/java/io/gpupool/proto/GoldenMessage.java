package io.gpupool.proto;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.gpupool.proto.cloudprovider.GPULabelResponse;
import io.gpupool.proto.cloudprovider.GetAvailableGPUTypesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsRequest;
import io.gpupool.proto.cloudprovider.NodeGroupAutoscalingOptionsResponse;
import io.gpupool.proto.cloudprovider.NodeGroupDecreaseTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupForNodeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupIncreaseSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesRequest;
import io.gpupool.proto.cloudprovider.NodeGroupNodesResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTargetSizeResponse;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoRequest;
import io.gpupool.proto.cloudprovider.NodeGroupTemplateNodeInfoResponse;
import io.gpupool.proto.cloudprovider.NodeGroupsResponse;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.proto.cloudprovider.PricingNodePriceResponse;
import io.gpupool.proto.cloudprovider.PricingPodPriceRequest;
import io.gpupool.proto.cloudprovider.PricingPodPriceResponse;
import io.gpupool.proto.expander.BestOptionsRequest;
import io.gpupool.proto.expander.BestOptionsResponse;
import java.util.Locale;

/** Every message of the two contracts that has a field, and so a golden file per generation. */
enum GoldenMessage {
  NODE_GROUPS_REPLY(NodeGroupsResponse.getDefaultInstance()),
  NODE_GROUP_FOR_NODE_REQUEST(NodeGroupForNodeRequest.getDefaultInstance()),
  NODE_GROUP_FOR_NODE_REPLY(NodeGroupForNodeResponse.getDefaultInstance()),
  PRICING_NODE_PRICE_REQUEST(PricingNodePriceRequest.getDefaultInstance()),
  PRICING_NODE_PRICE_REPLY(PricingNodePriceResponse.getDefaultInstance()),
  PRICING_POD_PRICE_REQUEST(PricingPodPriceRequest.getDefaultInstance()),
  PRICING_POD_PRICE_REPLY(PricingPodPriceResponse.getDefaultInstance()),
  GPU_LABEL_REPLY(GPULabelResponse.getDefaultInstance()),
  GET_AVAILABLE_GPU_TYPES_REPLY(GetAvailableGPUTypesResponse.getDefaultInstance()),
  TARGET_SIZE_REQUEST(NodeGroupTargetSizeRequest.getDefaultInstance()),
  TARGET_SIZE_REPLY(NodeGroupTargetSizeResponse.getDefaultInstance()),
  INCREASE_SIZE_REQUEST(NodeGroupIncreaseSizeRequest.getDefaultInstance()),
  DELETE_NODES_REQUEST(NodeGroupDeleteNodesRequest.getDefaultInstance()),
  DECREASE_TARGET_SIZE_REQUEST(NodeGroupDecreaseTargetSizeRequest.getDefaultInstance()),
  NODES_REQUEST(NodeGroupNodesRequest.getDefaultInstance()),
  NODES_REPLY(NodeGroupNodesResponse.getDefaultInstance()),
  TEMPLATE_NODE_INFO_REQUEST(NodeGroupTemplateNodeInfoRequest.getDefaultInstance()),
  TEMPLATE_NODE_INFO_REPLY(NodeGroupTemplateNodeInfoResponse.getDefaultInstance()),
  GET_OPTIONS_REQUEST(NodeGroupAutoscalingOptionsRequest.getDefaultInstance()),
  GET_OPTIONS_REPLY(NodeGroupAutoscalingOptionsResponse.getDefaultInstance()),
  BEST_OPTIONS_REQUEST(BestOptionsRequest.getDefaultInstance()),
  BEST_OPTIONS_REPLY(BestOptionsResponse.getDefaultInstance());

  private final Message form;

  GoldenMessage(Message form) {
    this.form = form;
  }

  /** The bytes that this generation put on the wire. */
  ByteString bytes(Generation generation) {
    return file(generation).bytes();
  }

  /** Those bytes as our classes read them. */
  Message read(Generation generation) throws InvalidProtocolBufferException {
    return form.getParserForType().parseFrom(bytes(generation));
  }

  /** As {@link #read(Generation)}, as the class it is. */
  <M extends Message> M read(Generation generation, Class<M> type)
      throws InvalidProtocolBufferException {
    return type.cast(read(generation));
  }

  String messageName() {
    return form.getDescriptorForType().getName();
  }

  String fileName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".hex";
  }

  GoldenFile file(Generation generation) {
    return GoldenFile.read(generation.directory() + "/" + fileName());
  }
}
