package io.gpupool.cli;

import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigFile;
import io.gpupool.config.ConfigReader;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.fleet.Timers;
import io.gpupool.reload.ConfigWatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
      "The file and the certificates that it names are watched: what changes in them is taken over"
          + " without a restart, but for ports, and what can't be used is told and ignored.",
      "Credentials come from where each cloud's own tools look for them.",
      "The environment variable GPUPOOL_LOG_LEVEL sets how much is logged (INFO by default)."
    })
final class Serve implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger("gpupool");

  private static final long LOOK_EVERY_SECONDS = 1;

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
    ConfigFile read;
    try {
      read = ConfigReader.readFile(config);
    } catch (ConfigException problems) {
      err.println(problems.getMessage());
      return ExitCode.USAGE;
    }
    read.warnings().forEach(warning -> log.warn("{}", warning));
    Workers workers = new Workers();
    Timers timers = Timers.on(workers.timers());
    GpupoolServer server;
    try {
      server =
          GpupoolServer.start(
              read.config(),
              Optional.empty(),
              new Fleet.Surroundings(
                  InstantSource.system(),
                  timers,
                  timers,
                  workers.reading(),
                  workers.writing(),
                  Math::random),
              FleetTiming.DEFAULT);
    } catch (IOException e) {
      err.println(config + ": " + e.getMessage());
      workers.close();
      return ExitCode.USAGE;
    }
    ConfigWatch watch = new ConfigWatch(config, read, server, server.reloads());
    var unused =
        workers
            .reloading()
            .scheduleWithFixedDelay(
                () -> look(watch), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    UntilStopped.run(
        () -> {
          log.info(
              "serving CloudProvider on port {}, admin on port {}",
              server.cloudProviderPort(),
              server.adminPort());
          server.warmUp();
        },
        () -> {
          log.info("stopping");
          workers.reloading().shutdownNow();
          server.close();
          workers.close();
        });
    return ExitCode.OK;
  }

  /** A defect here must not end the looking. */
  private static void look(ConfigWatch watch) {
    try {
      watch.look();
    } catch (RuntimeException defect) {
      log.error("a change of the configuration failed in an unexpected way", defect);
    }
  }
}
