package io.gpupool.rpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpupool.expander.Decision;
import io.gpupool.expander.DecisionListener;
import io.gpupool.expander.ExpansionPlanner;
import io.gpupool.expander.Market;
import io.gpupool.expander.Proposal;
import io.gpupool.expander.ScaleUpRequest;
import io.gpupool.proto.expander.BestOptionsResponse;
import io.gpupool.proto.expander.ExpanderGrpc;
import io.gpupool.proto.expander.Option;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The autoscaler's question which group to enlarge ({@code --expander=grpc}). An error means "no
 * opinion" to every release, so whatever goes wrong ends in one; an empty answer would mean "none
 * of them" from 1.32 on, and is given only where nothing was offered.
 */
public final class ExpanderService implements BindableService {

  /**
   * The autoscaler hangs up after five seconds; a part of them belongs to the way there and back.
   */
  private static final Duration FOR_THE_WAY = Duration.ofMillis(500);

  private static final Duration FOR_WARMING_UP = Duration.ofSeconds(3);
  private static final SampleQuestion WARM_UP = new SampleQuestion(2_000, 40, 5, 1024);

  private final ExpansionPlanner planner;
  private final Supplier<Market> market;
  private final DecisionListener listener;
  private final Duration budget;
  private final LongSupplier nanoTime;

  /**
   * @param market what groups cost and may have now
   * @param listener is told each decision
   * @param budget how long to think about one
   * @param nanoTime a clock that only goes forward, in nanoseconds
   */
  public ExpanderService(
      ExpansionPlanner planner,
      Supplier<Market> market,
      DecisionListener listener,
      Duration budget,
      LongSupplier nanoTime) {
    this.planner = planner;
    this.market = market;
    this.listener = listener;
    this.budget = budget;
    this.nanoTime = nanoTime;
  }

  /**
   * Answers a made-up question some times and tells nobody, so that the first real one, for which
   * the autoscaler waits no longer than for any other, doesn't meet code that has never run. Takes
   * a processor for two or three seconds; ends early when its thread is interrupted.
   */
  public void warmUp() {
    SampleQuestion question = WARM_UP;
    byte[] bytes = question.request().toByteArray();
    long begun = nanoTime.getAsLong();
    try {
      while (nanoTime.getAsLong() - begun < FOR_WARMING_UP.toNanos()
          && !Thread.currentThread().isInterrupted()) {
        ScaleUpRequest request =
            ScaleUpRequestReader.read(new ByteArrayInputStream(bytes)).request();
        var unused = planner.decide(request, question.market(), timeIsUp(nanoTime.getAsLong()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("what was just written can't be read", e);
    }
  }

  @Override
  public ServerServiceDefinition bindService() {
    MethodDescriptor<ScaleUpRequestReader.Received, BestOptionsResponse> method =
        ExpanderGrpc.getBestOptionsMethod().toBuilder(
                new Requests(), ProtoUtils.marshaller(BestOptionsResponse.getDefaultInstance()))
            .build();
    return ServerServiceDefinition.builder(ExpanderGrpc.SERVICE_NAME)
        .addMethod(method, ServerCalls.asyncUnaryCall(this::bestOptions))
        .build();
  }

  /** Requests are only ever received. */
  private static final class Requests
      implements MethodDescriptor.Marshaller<ScaleUpRequestReader.Received> {

    @Override
    public InputStream stream(ScaleUpRequestReader.Received value) {
      throw new IllegalStateException("a request of the autoscaler isn't sent by its server");
    }

    @Override
    public ScaleUpRequestReader.Received parse(InputStream stream) {
      try {
        return ScaleUpRequestReader.read(stream);
      } catch (InvalidProtocolBufferException e) {
        throw Status.INVALID_ARGUMENT
            .withDescription(e.getMessage())
            .withCause(e)
            .asRuntimeException();
      } catch (IOException e) {
        throw Status.INTERNAL
            .withDescription("the request could not be read: " + e.getMessage())
            .withCause(e)
            .asRuntimeException();
      }
    }
  }

  private void bestOptions(
      ScaleUpRequestReader.Received received, StreamObserver<BestOptionsResponse> reply) {
    ScaleUpRequest request = received.request();
    if (request.proposals().isEmpty()) {
      reply.onNext(BestOptionsResponse.getDefaultInstance());
      reply.onCompleted();
      return;
    }
    long begun = nanoTime.getAsLong();
    Decision decision = planner.decide(request, market.get(), timeIsUp(begun));
    listener.decided(decision, Duration.ofNanos(nanoTime.getAsLong() - begun));
    if (decision.chosen().isEmpty()) {
      reply.onError(
          Status.FAILED_PRECONDITION
              .withDescription(
                  String.format(
                      Locale.ROOT,
                      "no opinion: none of the %d options can be judged (%s); the next expander in"
                          + " --expander decides, or chance",
                      request.proposals().size(),
                      String.join("; ", decision.leftOut())))
              .asRuntimeException());
      return;
    }
    Proposal chosen = decision.chosen().get().proposal();
    reply.onNext(
        BestOptionsResponse.newBuilder()
            .addOptions(
                Option.newBuilder()
                    .setNodeGroupId(chosen.group())
                    .setNodeCount(chosen.nodes())
                    .setDebug(decision.reason()))
            .build());
    reply.onCompleted();
  }

  private BooleanSupplier timeIsUp(long begun) {
    Deadline callers = Context.current().getDeadline();
    long most =
        callers == null
            ? budget.toNanos()
            : Math.min(
                budget.toNanos(),
                callers.timeRemaining(TimeUnit.NANOSECONDS) - FOR_THE_WAY.toNanos());
    return () -> nanoTime.getAsLong() - begun > most;
  }
}
