package io.gpupool.proto;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.proto.cloudprovider.CloudProviderGrpc;
import io.gpupool.proto.expander.ExpanderGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names under which the autoscaler calls: one letter off and it finds nobody. */
class MethodNamesTest {

  @Test
  void theCloudProviderHasTheFifteenMethodsOfTheAutoscaler() {
    String service = "clusterautoscaler.cloudprovider.v1.externalgrpc.CloudProvider/";

    assertThat(CloudProviderGrpc.getServiceDescriptor().getMethods())
        .extracting(MethodDescriptor::getFullMethodName)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    "NodeGroups",
                    "NodeGroupForNode",
                    "PricingNodePrice",
                    "PricingPodPrice",
                    "GPULabel",
                    "GetAvailableGPUTypes",
                    "Cleanup",
                    "Refresh",
                    "NodeGroupTargetSize",
                    "NodeGroupIncreaseSize",
                    "NodeGroupDeleteNodes",
                    "NodeGroupDecreaseTargetSize",
                    "NodeGroupNodes",
                    "NodeGroupTemplateNodeInfo",
                    "NodeGroupGetOptions")
                .map(method -> service + method)
                .toList());
  }

  @Test
  void theExpanderHasOneMethod() {
    assertThat(ExpanderGrpc.getServiceDescriptor().getMethods())
        .extracting(MethodDescriptor::getFullMethodName)
        .containsExactly("grpcplugin.Expander/BestOptions");
  }

  @Test
  void everyMethodTakesOneRequestAndGivesOneReply() {
    assertThat(CloudProviderGrpc.getServiceDescriptor().getMethods())
        .extracting(MethodDescriptor::getType)
        .containsOnly(MethodType.UNARY);
    assertThat(ExpanderGrpc.getServiceDescriptor().getMethods())
        .extracting(MethodDescriptor::getType)
        .containsOnly(MethodType.UNARY);
  }
}
