package io.gpupool.rehearsal;

import com.google.protobuf.ByteString;
import io.gpupool.proto.expander.BestOptionsRequest;
import io.gpupool.proto.expander.BestOptionsResponse;
import io.gpupool.proto.expander.ExpanderGrpc;
import io.gpupool.proto.kubernetes.Container;
import io.gpupool.proto.kubernetes.ObjectMeta;
import io.gpupool.proto.kubernetes.Pod;
import io.gpupool.proto.kubernetes.PodSpec;
import io.gpupool.proto.kubernetes.Quantity;
import io.gpupool.proto.kubernetes.ResourceRequirements;
import io.gpupool.proto.kubernetes.Toleration;
import io.gpupool.rehearsal.LeastWaste.Option;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server as the autoscaler does with {@code --expander=grpc,least-waste}: whatever the
 * server can't or won't choose, least-waste does.
 */
final class ExpanderClient implements Expander {

  private static final int DEADLINE_SECONDS = 5;

  private final ExpanderGrpc.ExpanderBlockingStub stub;

  ExpanderClient(Channel channel) {
    this.stub = ExpanderGrpc.newBlockingStub(channel);
  }

  @Override
  public Optional<Option> best(List<Option> options) {
    if (options.isEmpty()) {
      return Optional.empty();
    }
    BestOptionsResponse reply;
    try {
      reply =
          stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS).bestOptions(request(options));
    } catch (StatusRuntimeException noOpinion) {
      return LeastWaste.best(options);
    }
    List<String> chosen =
        reply.getOptionsList().stream().map(option -> option.getNodeGroupId()).toList();
    return LeastWaste.best(
        options.stream().filter(option -> chosen.contains(option.group())).toList());
  }

  private static BestOptionsRequest request(List<Option> options) {
    BestOptionsRequest.Builder request = BestOptionsRequest.newBuilder();
    for (Option option : options) {
      request.putNodeBytesMap(option.group(), option.template().bytes());
      request.addOptions(
          io.gpupool.proto.expander.Option.newBuilder()
              .setNodeGroupId(option.group())
              .setNodeCount(option.estimate().nodes())
              .addAllPodBytes(option.estimate().jobs().stream().map(ExpanderClient::pod).toList()));
    }
    return request.build();
  }

  /** The model knows of GPUs only how many there are, and of taints nothing. */
  private static ByteString pod(Job job) {
    ResourceRequirements.Builder requests = ResourceRequirements.newBuilder();
    requests.putRequests("cpu", quantity(job.requests().milliCpu() + "m"));
    requests.putRequests("memory", quantity(String.valueOf(job.requests().memoryBytes())));
    if (job.requests().gpus() > 0) {
      requests.putRequests("nvidia.com/gpu", quantity(String.valueOf(job.requests().gpus())));
    }
    return Pod.newBuilder()
        .setMetadata(ObjectMeta.newBuilder().setNamespace("default").setName(job.name()))
        .setSpec(
            PodSpec.newBuilder()
                .addContainers(Container.newBuilder().setName("main").setResources(requests))
                .addTolerations(Toleration.newBuilder().setOperator("Exists")))
        .build()
        .toByteString();
  }

  private static Quantity quantity(String text) {
    return Quantity.newBuilder().setString(text).build();
  }
}
