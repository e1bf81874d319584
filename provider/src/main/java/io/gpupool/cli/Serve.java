package io.gpupool.cli;

import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigReader;
import io.gpupool.config.GpupoolConfig;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.Timers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gpupool serve}: the server, until it is stopped. */
@Command(
    name = "serve",
    description = "Serves the Cluster Autoscaler: node groups of all configured clouds, over gRPC.",
    footer = {
      "",
      "Exits with 2 and a line for every problem if the configuration can't be used.",
      "Credentials come from where each cloud's own tools look for them.",
      "The environment variable GPUPOOL_LOG_LEVEL sets how much is logged (INFO by default)."
    })
final class Serve implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger("gpupool");

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path config;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    GpupoolConfig read;
    try {
      read = ConfigReader.read(config);
    } catch (ConfigException problems) {
      err.println(problems.getMessage());
      return ExitCode.USAGE;
    }
    Workers workers = new Workers();
    Timers timers = Timers.on(workers.timers());
    GpupoolServer server;
    try {
      server =
          GpupoolServer.start(
              read,
              Optional.empty(),
              new Fleet.Surroundings(
                  InstantSource.system(), timers, timers, workers.reading(), workers.writing()),
              workers.timers(),
              FleetTiming.DEFAULT);
    } catch (IOException e) {
      err.println(config + ": " + e.getMessage());
      workers.close();
      return ExitCode.USAGE;
    }
    UntilStopped.run(
        () ->
            log.info(
                "serving CloudProvider on port {}, admin on port {}",
                server.cloudProviderPort(),
                server.adminPort()),
        () -> {
          log.info("stopping");
          server.close();
          workers.close();
        });
    return ExitCode.OK;
  }
}
