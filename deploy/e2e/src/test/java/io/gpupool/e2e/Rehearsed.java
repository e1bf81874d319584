package io.gpupool.e2e;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.aws.AwsCloud;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.emulator.aws.EmulatedAws;
import io.gpupool.clouds.emulator.aws.EmulatedInstance;
import io.gpupool.clouds.emulator.aws.EmulatedInstance.State;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.GroupView;
import io.gpupool.fleet.Timers;
import io.gpupool.rehearsal.Flags;
import io.gpupool.rehearsal.Job;
import io.gpupool.rehearsal.Machine;
import io.gpupool.rehearsal.Outcome;
import io.gpupool.rehearsal.Rehearsal;
import io.gpupool.rehearsal.SimulatedTime;
import io.gpupool.rpc.CloudProviderService;
import io.gpupool.rpc.GroupConfiguration;
import io.gpupool.rpc.GrpcEndpoint;
import io.gpupool.template.NodeTemplate;
import io.gpupool.template.TemplateBuilder;
import io.gpupool.template.TemplateOverlay;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The same groups as a {@link World} has, on simulated time, with the model of the autoscaler in
 * place of the real one.
 */
final class Rehearsed implements AutoCloseable {

  /** The real one's flags, as far as the model has them. */
  private static final Flags FLAGS =
      new Flags(
          Duration.ofSeconds(1),
          Duration.ofSeconds(6),
          Duration.ofSeconds(3),
          Duration.ofMinutes(2),
          Duration.ofMinutes(2),
          Duration.ofSeconds(20),
          Duration.ofSeconds(40),
          Duration.ofHours(3),
          Duration.ZERO,
          Duration.ZERO,
          10,
          1_000,
          Duration.ZERO,
          Duration.ofSeconds(3));

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z"));
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService writing = Executors.newCachedThreadPool();
  final EmulatedAws aws;
  private final AwsCloud cloud;
  private final Fleet fleet;
  private final GrpcEndpoint endpoint;
  private final ManagedChannel channel;

  Rehearsed() throws IOException {
    aws = EmulatedAws.builder().clock(time).behaviour(AmazonAccount.BEHAVIOUR).start();
    for (Kind kind : Kind.ofAws()) {
      aws.addInstanceType(kind.instanceType());
    }
    cloud =
        new AwsCloud(
            new AwsSettings(
                World.EAST,
                Map.of(AmazonAccount.TAG, "true"),
                List.of(),
                Optional.of(aws.endpoint()),
                Optional.empty(),
                Optional.of(new AwsSettings.AccessKey("AKIAE2E", "any")),
                AwsSettings.Timeouts.DEFAULT),
            time);
    fleet =
        new Fleet(
            List.of(new CloudEntry("aws", "aws", cloud, Duration.ofSeconds(5))),
            FleetTiming.DEFAULT,
            new Fleet.Surroundings(time, time, Timers.on(timers), Runnable::run, writing),
            event -> {});
    endpoint =
        GrpcEndpoint.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            InsecureServerCredentials.create(),
            new CloudProviderService(fleet, new Configuration()),
            16 << 20,
            List.of());
    channel =
        Grpc.newChannelBuilderForAddress(
                "127.0.0.1", endpoint.port(), InsecureChannelCredentials.create())
            .build();
  }

  /** Lets the pods come, run and go, and the nodes with them. */
  Outcome run(List<Job> jobs) {
    fleet.start();
    time.advance(Duration.ZERO);
    return new Rehearsal(channel, time, this::machines, group -> 1.0, FLAGS, event -> {}, now -> {})
        .run(jobs);
  }

  private List<Machine> machines() {
    return aws.instances().stream().map(this::machine).toList();
  }

  private Machine machine(EmulatedInstance instance) {
    boolean leaving = instance.state() == State.ENDING || instance.state() == State.GONE;
    return new Machine(
        instance.providerId(),
        NodeGroupId.of("aws", instance.account(), instance.region(), instance.group()).value(),
        instance.launched(),
        instance.inService(),
        leaving ? Optional.of(instance.terminated().orElse(time.instant())) : Optional.empty(),
        instance.terminated());
  }

  @Override
  public void close() {
    channel.shutdownNow();
    endpoint.close();
    fleet.stop();
    cloud.close();
    aws.close();
    writing.shutdownNow();
    timers.shutdownNow();
  }

  private final class Configuration implements GroupConfiguration {

    private final TemplateBuilder templates =
        new TemplateBuilder(gpuLabel(), (on, machine) -> Kind.of(machine.name()).label());

    @Override
    public String gpuLabel() {
      return "gpupool.io/accelerator";
    }

    @Override
    public Optional<NodeTemplate> template(GroupView view) {
      return view.shape().map(shape -> templates.build(view.id(), shape, TemplateOverlay.NONE));
    }

    @Override
    public OptionOverrides overrides(GroupView view) {
      return OptionOverrides.NONE;
    }

    @Override
    public Instant now() {
      return time.instant();
    }
  }
}
