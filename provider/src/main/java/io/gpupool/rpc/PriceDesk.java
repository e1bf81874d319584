package io.gpupool.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gpupool.expander.GroupTerms;
import io.gpupool.expander.Market;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.packing.PodClass;
import io.gpupool.proto.cloudprovider.ExternalGrpcNode;
import io.gpupool.proto.cloudprovider.PricingNodePriceRequest;
import io.gpupool.proto.cloudprovider.PricingPodPriceRequest;
import io.gpupool.proto.kubernetes.Pod;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for {@code --expander=price}, which asks for every option and for every pod of every
 * option. So prices are put together once a second at the most. What can't be priced is told in the
 * log once; the autoscaler leaves such an option out.
 */
final class PriceDesk {

  private static final Logger log = LoggerFactory.getLogger("gpupool.prices");

  /** More different things without a price than anybody would read. */
  private static final int MOST_TOLD = 1_000;

  private record Page(FleetSnapshot fleet, Object configuration, long second, PriceBook book) {}

  private final Supplier<FleetSnapshot> fleet;
  private final Supplier<GroupConfiguration> configurations;
  private final Supplier<Market> market;
  private final Set<String> told = ConcurrentHashMap.newKeySet();
  private volatile Page page;

  PriceDesk(
      Supplier<FleetSnapshot> fleet,
      Supplier<GroupConfiguration> configurations,
      Supplier<Market> market) {
    this.fleet = fleet;
    this.configurations = configurations;
    this.market = market;
    this.page = write(fleet.get(), configurations.get());
  }

  /**
   * What a node costs, in usd for the whole period.
   *
   * @throws StatusRuntimeException {@code NOT_FOUND} for a node of no group, {@code
   *     FAILED_PRECONDITION} if nobody says what it costs, {@code INVALID_ARGUMENT} for a period
   *     that is none
   */
  double price(PricingNodePriceRequest request) {
    double hours = Period.hours(request);
    ExternalGrpcNode node = request.getNode();
    PriceBook book = book();
    GroupTerms terms =
        book.node(node)
            .orElseThrow(
                () ->
                    unknown(
                        Status.NOT_FOUND,
                        "node '%s' looks like no node of a group of ours: neither its name nor its labels are known"
                            .formatted(node.getName()),
                        "node " + node.getLabelsMap().hashCode()));
    double usdPerHour = book.usdPerHour(terms);
    if (!Double.isFinite(usdPerHour)) {
      throw unknown(
          Status.FAILED_PRECONDITION,
          "node '%s': %s".formatted(node.getName(), terms.basis()),
          terms.basis());
    }
    return usdPerHour * hours;
  }

  /**
   * What a pod costs, in usd for the whole period.
   *
   * @throws StatusRuntimeException {@code FAILED_PRECONDITION} if no node with a price is large
   *     enough, {@code INVALID_ARGUMENT} for what is no pod or no period
   */
  double price(PricingPodPriceRequest request) {
    double hours = Period.hours(request);
    PodClass pod = pod(request.getPodBytes().isEmpty() ? request.getPod() : request.getPodBytes());
    OptionalDouble usdPerHour = book().pod(pod);
    if (usdPerHour.isEmpty()) {
      throw unknown(
          Status.FAILED_PRECONDITION,
          "pod %s: no group whose price is known has nodes that hold it (%s)"
              .formatted(pod.name(), pod.requests()),
          "pod " + pod.requests());
    }
    return usdPerHour.getAsDouble() * hours;
  }

  private static PodClass pod(ByteString bytes) {
    try {
      return PodForm.read(Pod.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw Status.INVALID_ARGUMENT
          .withDescription("what is to be priced is no pod: " + e.getMessage())
          .withCause(e)
          .asRuntimeException();
    }
  }

  private StatusRuntimeException unknown(Status status, String what, String key) {
    if (told.size() < MOST_TOLD && told.add(key)) {
      log.warn("no price for the autoscaler, which leaves such an option out: {}", what);
    }
    return status.withDescription(what).asRuntimeException();
  }

  private PriceBook book() {
    FleetSnapshot now = fleet.get();
    GroupConfiguration configuration = configurations.get();
    Page current = page;
    if (!current.fleet().equals(now)
        || !current.configuration().equals(configuration)
        || current.second() != second(configuration)) {
      current = write(now, configuration);
      page = current;
    }
    return current.book();
  }

  private Page write(FleetSnapshot now, GroupConfiguration configuration) {
    return new Page(now, configuration, second(configuration), PriceBook.of(now, market.get()));
  }

  private static long second(GroupConfiguration configuration) {
    Instant now = configuration.now();
    return now.getEpochSecond();
  }
}
