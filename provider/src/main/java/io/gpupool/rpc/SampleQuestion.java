package io.gpupool.rpc;

import com.google.protobuf.ByteString;
import io.gpupool.expander.GroupTerms;
import io.gpupool.expander.Market;
import io.gpupool.proto.expander.BestOptionsRequest;
import io.gpupool.proto.expander.Option;
import io.gpupool.proto.kubernetes.Container;
import io.gpupool.proto.kubernetes.Node;
import io.gpupool.proto.kubernetes.NodeStatus;
import io.gpupool.proto.kubernetes.ObjectMeta;
import io.gpupool.proto.kubernetes.Pod;
import io.gpupool.proto.kubernetes.PodSpec;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.proto.kubernetes.ResourceRequirements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question to the expander of any size: groups of nodes of several kinds, and pods that each fit
 * some of them.
 *
 * @param pods how many
 * @param options how many groups are offered
 * @param optionsOfAPod in how many of them each pod is
 * @param podBytes how large a pod is
 */
public record SampleQuestion(int pods, int options, int optionsOfAPod, int podBytes) {

  private static final int KINDS_OF_PODS = 80;
  private static final int POD_OVERHEAD = 120;

  public SampleQuestion {
    if (pods < 1 || options < 1 || optionsOfAPod < 1 || optionsOfAPod > options) {
      throw new IllegalArgumentException(
          pods + " pods, each in " + optionsOfAPod + " of " + options + " options");
    }
  }

  /** As the autoscaler would send it. */
  public BestOptionsRequest request() {
    List<Option.Builder> builders = new ArrayList<>();
    BestOptionsRequest.Builder request = BestOptionsRequest.newBuilder();
    for (int o = 0; o < options; o++) {
      builders.add(Option.newBuilder().setNodeGroupId(group(o)).setNodeCount(1));
      request.putNodeBytesMap(group(o), node(o));
    }
    for (int p = 0; p < pods; p++) {
      ByteString pod = pod(p);
      for (int k = 0; k < optionsOfAPod; k++) {
        builders.get((p + k * (options / optionsOfAPod)) % options).addPodBytes(pod);
      }
    }
    for (Option.Builder builder : builders) {
      request.addOptions(builder.setNodeCount(1 + builder.getPodBytesCount() / 4));
    }
    return request.build();
  }

  /** What the groups cost. */
  public Market market() {
    return new Market() {
      @Override
      public Optional<GroupTerms> of(String group) {
        int number = Integer.parseInt(group.substring(group.lastIndexOf('-') + 1));
        return Optional.of(
            new GroupTerms(
                1 + number % 7 + number / 100.0,
                "made up",
                Optional.empty(),
                10_000,
                1,
                0,
                Optional.empty(),
                Optional.empty()));
      }

      @Override
      public Map<String, Integer> prepaid() {
        return Map.of();
      }
    };
  }

  private static String group(int number) {
    return "aws/111122223333/us-east-1/pool-" + number;
  }

  private static ByteString node(int number) {
    int gpus = 1 << number % 4;
    Map<String, Quantity> resources =
        Map.of(
            "cpu",
            quantity(String.valueOf(gpus * (8 + number % 3 * 4))),
            "memory",
            quantity(gpus * 48 + "Gi"),
            "pods",
            quantity("110"),
            "nvidia.com/gpu",
            quantity(String.valueOf(gpus)));
    return Node.newBuilder()
        .setStatus(NodeStatus.newBuilder().putAllCapacity(resources).putAllAllocatable(resources))
        .build()
        .toByteString();
  }

  private ByteString pod(int number) {
    int kind = number % KINDS_OF_PODS;
    return Pod.newBuilder()
        .setMetadata(
            ObjectMeta.newBuilder()
                .setNamespace("default")
                .setName("pod-" + number)
                .putAnnotations("padding", "x".repeat(Math.max(0, podBytes - POD_OVERHEAD))))
        .setSpec(
            PodSpec.newBuilder()
                .addContainers(
                    Container.newBuilder()
                        .setName("main")
                        .setResources(
                            ResourceRequirements.newBuilder()
                                .putRequests("cpu", quantity(500 + 90 * kind + "m"))
                                .putRequests("memory", quantity(1 + kind / 2 + "Gi"))
                                .putRequests("nvidia.com/gpu", quantity("1")))))
        .build()
        .toByteString();
  }

  private static Quantity quantity(String text) {
    return Quantity.newBuilder().setString(text).build();
  }
}
