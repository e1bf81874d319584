package io.gpupool.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.gpupool.clouds.aws.AwsSettings;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigReader;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.Timers;
import io.gpupool.rehearsal.Flags;
import io.gpupool.rehearsal.Job;
import io.gpupool.rehearsal.Outcome;
import io.gpupool.rehearsal.Rehearsal;
import io.gpupool.rehearsal.RequestMix;
import io.gpupool.rehearsal.SimulatedTime;
import io.gpupool.rehearsal.TraceFile;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpupool demo}: pods become nodes in emulated clouds, and the nodes go again. */
@Command(
    name = "demo",
    description = {
      "Shows the whole of it in one process: pending GPU pods become nodes in emulated clouds, run,"
          + " and the nodes go again when they are idle.",
      "The server is the real one, over gRPC with mutual TLS; the autoscaler is a model of the real"
          + " one's loop; time is simulated."
    })
final class Demo implements Callable<Integer> {

  private static final Duration ARRIVALS = Duration.ofMinutes(30);
  private static final Duration LONGEST_RUN = Duration.ofMinutes(90);
  private static final List<String> EXPANDERS = List.of("grpc", "least-waste");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--clouds",
      split = ",",
      defaultValue = "aws,gcp,azure",
      paramLabel = "CLOUD",
      description = "The clouds to emulate. ${DEFAULT-VALUE} by default.")
  private List<String> clouds = List.of();

  @Option(
      names = "--pods",
      defaultValue = "40",
      paramLabel = "N|FILE",
      description = {
        "How many pods to draw from the request mix of a production cluster, or a CSV file with pods"
            + " (name, cpu_milli, memory_mib, num_gpu, and optionally creation_time,"
            + " scheduled_time, deletion_time in seconds). ${DEFAULT-VALUE} by default."
      })
  private String pods = "40";

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Another seed, another story. ${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = "--speed",
      paramLabel = "N",
      description = {
        "Simulated seconds per second; 0 for as fast as it goes. By default 600 on a terminal and 0"
            + " elsewhere."
      })
  private Optional<Double> speed = Optional.empty();

  @Option(
      names = "--expander",
      defaultValue = "grpc",
      paramLabel = "NAME",
      description = {
        "Who chooses the group to enlarge: grpc, this server by what it costs in the end, or"
            + " least-waste, the autoscaler's own default. ${DEFAULT-VALUE} by default."
      })
  private String expander = "grpc";

  @Option(
      names = "--json",
      description = "Prints what came of it as a JSON object in the last line.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException {
    if (!EXPANDERS.contains(expander)) {
      throw new ParameterException(
          spec.commandLine(),
          "--expander: found '" + expander + "'; expected one of " + String.join(", ", EXPANDERS));
    }
    Set<String> chosen = CloudNames.check(spec.commandLine(), "--clouds", clouds);
    double simulatedSecondsPerSecond = speed.orElse(Ansi.AUTO.enabled() ? 600.0 : 0.0);
    if (!(simulatedSecondsPerSecond >= 0)) {
      throw new ParameterException(
          spec.commandLine(), "--speed: found " + speed.get() + "; expected 0 or more");
    }
    if (System.getenv("GPUPOOL_LOG_LEVEL") == null) {
      // the demo tells what happens in its own way
      ((Logger) LoggerFactory.getLogger("gpupool")).setLevel(Level.ERROR);
    }
    List<Job> jobs = jobs();
    PrintWriter out = spec.commandLine().getOut();
    DemoReport report = new DemoReport(out, spec.commandLine().getColorScheme());
    report.introduce(jobs, chosen, pods, seed, expander);

    long startedAt = System.nanoTime();
    SimulatedTime time = new SimulatedTime(START);
    try (EmulatedClouds emulated =
            EmulatedClouds.start(chosen, Catalog.load(), time, seed, Map.of());
        TrialFolder folder = TrialFolder.create(emulated);
        Workers workers = new Workers();
        GpupoolServer server = server(time, workers, folder)) {
      ManagedChannel channel = folder.connect(server.cloudProviderPort());
      ManagedChannel choosing = folder.connect(server.expanderPort().orElseThrow());
      try {
        Rehearsal rehearsal =
            new Rehearsal(
                channel,
                expander.equals("grpc") ? Optional.of(choosing) : Optional.empty(),
                time,
                emulated,
                emulated::usdPerHour,
                Flags.DEFAULT,
                event -> report.tell(event, START, emulated::usdPerHour),
                new WallClockPace(START, simulatedSecondsPerSecond));
        // the first reading of every cloud
        time.advance(Duration.ZERO);
        Outcome outcome = rehearsal.run(jobs);
        Duration wall = Duration.ofNanos(System.nanoTime() - startedAt);
        report.conclude(outcome, emulated.calls(), wall);
        if (json) {
          out.println(DemoReport.json(outcome, emulated.calls(), wall));
        }
        out.flush();
      } finally {
        disconnect(choosing);
        disconnect(channel);
      }
    }
    return ExitCode.OK;
  }

  private List<Job> jobs() {
    RequestMix mix = RequestMix.load();
    Random random = new Random(seed);
    if (pods.matches("\\d{1,6}")) {
      int count = Integer.parseInt(pods);
      if (count == 0) {
        throw new ParameterException(spec.commandLine(), "--pods: found 0; expected 1 or more");
      }
      return mix.draw(random, count, ARRIVALS, LONGEST_RUN);
    }
    try {
      return TraceFile.read(Path.of(pods), mix, random);
    } catch (TraceFile.TraceException e) {
      throw new ParameterException(spec.commandLine(), "--pods: " + e.getMessage());
    }
  }

  private static GpupoolServer server(SimulatedTime time, Workers workers, TrialFolder folder)
      throws IOException, ConfigException {
    FleetTiming timing = FleetTiming.DEFAULT;
    return GpupoolServer.start(
        ConfigReader.read(folder.configuration()),
        Optional.of(new AwsSettings.AccessKey("AKIADEMO", "any")),
        new Fleet.Surroundings(
            time,
            time,
            Timers.on(workers.timers()),
            // readings happen as the clock is moved, so the same seed tells the same story
            Runnable::run,
            workers.writing()),
        new FleetTiming(
            timing.scalingRefresh(),
            timing.replyBudget(),
            Duration.ofMillis(20),
            timing.maxStaleness(),
            timing.startGrace(),
            timing.clockSkew(),
            timing.departedMemory()));
  }

  private static void disconnect(ManagedChannel channel) {
    channel.shutdownNow();
    try {
      channel.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
