package io.gpupool.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.google.gson.JsonObject;
import io.gpupool.bench.LoopFigures;
import io.gpupool.bench.LoopSize;
import io.gpupool.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpupool bench}: what the server costs, measured here. */
@Command(
    name = "bench",
    description = "Measures what the server costs and saves.",
    subcommands = {
      Bench.Loop.class,
      Bench.Start.class,
      Bench.Soak.class,
      PackingBenchCommand.class,
      ExpanderBenchCommand.class,
      IdleBenchCommand.class
    })
final class Bench implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(),
        "bench: expected what to measure: loop, start, soak, packing, expander or idle");
  }

  /** {@code gpupool bench loop}: one loop of the autoscaler. */
  @Command(
      name = "loop",
      description = {
        "One steady loop of the autoscaler, call after call, over loopback with mutual TLS: against"
            + " the server over a fleet of this size, and against one of the same make that answers"
            + " the same messages from constants.",
        "Without a size both usual ones are measured: 50 groups with 1,000 nodes, and 500 with"
            + " 15,000, beside as many nodes that belong to no group. That takes some minutes."
      })
  static final class Loop implements Callable<Integer> {

    private static final List<LoopSize> USUAL =
        List.of(new LoopSize(50, 1_000, 1_000), new LoopSize(500, 15_000, 15_000));

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(names = "--groups", paramLabel = "N", description = "Node groups.")
    private Optional<Integer> groups = Optional.empty();

    @Option(names = "--nodes", paramLabel = "N", description = "Nodes of these groups.")
    private Optional<Integer> nodes = Optional.empty();

    @Option(
        names = "--unmanaged",
        paramLabel = "N",
        description = "Nodes that belong to no group; as many as --nodes by default.")
    private Optional<Integer> unmanaged = Optional.empty();

    @Option(
        names = "--loops",
        defaultValue = "3",
        paramLabel = "N",
        description =
            "Loops that are measured, after some that aren't. ${DEFAULT-VALUE} by default.")
    private int loops;

    @Option(names = "--json", description = "Prints a JSON object for each size.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigException {
      if (loops < 1) {
        throw new ParameterException(
            spec.commandLine(), "--loops: found " + loops + "; expected 1 or more");
      }
      PrintWriter out = spec.commandLine().getOut();
      if (!json) {
        out.println(
            "| groups | nodes | unmanaged | calls | | p50 | p99 | a loop | messages | allocated"
                + " beyond constants, a call | heap | resident |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
      }
      for (LoopSize size : sizes()) {
        LoopBench.Result result = LoopBench.run(size, loops);
        out.println(json ? json(result) : rows(result));
        out.flush();
      }
      return ExitCode.OK;
    }

    private List<LoopSize> sizes() {
      if (groups.isEmpty() && nodes.isEmpty() && unmanaged.isEmpty()) {
        return USUAL;
      }
      if (groups.isEmpty() || nodes.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "expected both --groups and --nodes, or neither");
      }
      try {
        return List.of(new LoopSize(groups.get(), nodes.get(), unmanaged.orElse(nodes.get())));
      } catch (IllegalArgumentException senseless) {
        throw new ParameterException(
            spec.commandLine(), "a cluster of " + senseless.getMessage(), senseless);
      }
    }

    private static String rows(LoopBench.Result result) {
      return row(result)
          + String.format(
              Locale.ROOT,
              "%n| | | | | from constants | %.0f µs | %.0f µs | %.2f s | | | | |%n",
              result.constants().medianMicros(),
              result.constants().p99Micros(),
              result.constants().loopSeconds())
          + String.format(
              Locale.ROOT,
              "| | | | | ratio | %.2f | %.2f | %.2f | | | | |",
              result.server().medianMicros() / result.constants().medianMicros(),
              result.server().p99Micros() / result.constants().p99Micros(),
              result.server().loopSeconds() / result.constants().loopSeconds());
    }

    private static String row(LoopBench.Result result) {
      LoopSize size = result.size();
      LoopFigures figures = result.server();
      return String.format(
          Locale.ROOT,
          "| %,d | %,d | %,d | %,d | gpupool | %.0f µs | %.0f µs | %.2f s | %.1f MiB | %,d B |"
              + " %d MiB | %d MiB |",
          size.groups(),
          size.nodes(),
          size.unmanaged(),
          figures.calls(),
          figures.medianMicros(),
          figures.p99Micros(),
          figures.loopSeconds(),
          figures.bytes() / 1_048_576.0,
          result.moreAllocatedBytesPerCall(),
          result.heapBytes() >> 20,
          result.residentBytes() >> 20);
    }

    private static JsonObject json(LoopBench.Result result) {
      JsonObject object = new JsonObject();
      object.addProperty("groups", result.size().groups());
      object.addProperty("nodes", result.size().nodes());
      object.addProperty("unmanaged", result.size().unmanaged());
      object.addProperty("calls", result.server().calls());
      object.add("server", json(result.server()));
      object.add("constants", json(result.constants()));
      object.addProperty(
          "allocated_beyond_constants_bytes_per_call", result.moreAllocatedBytesPerCall());
      object.addProperty("heap_bytes", result.heapBytes());
      object.addProperty("resident_bytes", result.residentBytes());
      return object;
    }

    private static JsonObject json(LoopFigures figures) {
      JsonObject object = new JsonObject();
      object.addProperty("p50_micros", figures.medianMicros());
      object.addProperty("p99_micros", figures.p99Micros());
      object.addProperty("loop_seconds", figures.loopSeconds());
      object.addProperty("message_bytes", figures.bytes());
      return object;
    }
  }

  /** {@code gpupool bench start}: from nothing to ready. */
  @Command(
      name = "start",
      description = {
        "How long the server takes from the start of its process until it is ready, after the first"
            + " complete reading of emulated clouds: without a class-data archive, and with one."
      })
  static final class Start implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(
        names = "--starts",
        defaultValue = "5",
        paramLabel = "N",
        description = "Starts of each kind. ${DEFAULT-VALUE} by default.")
    private int starts;

    @Option(
        names = "--clouds",
        split = ",",
        defaultValue = "aws,gcp,azure",
        paramLabel = "CLOUD",
        description = "The clouds to emulate. ${DEFAULT-VALUE} by default.")
    private List<String> clouds = List.of();

    @Option(names = "--json", description = "Prints a JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (starts < 1) {
        throw new ParameterException(
            spec.commandLine(), "--starts: found " + starts + "; expected 1 or more");
      }
      Set<String> chosen = CloudNames.check(spec.commandLine(), "--clouds", clouds);
      StartBench.Result result = StartBench.run(starts, chosen);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        JsonObject object = new JsonObject();
        object.addProperty("cold_millis", median(result.coldMillis()));
        object.addProperty("archived_millis", median(result.archivedMillis()));
        object.addProperty("archive_bytes", result.archiveBytes());
        out.println(object);
      } else {
        out.println("| start | fastest | median | slowest |");
        out.println("|---|---|---|---|");
        out.println(row("without an archive", result.coldMillis()));
        out.println(
            row(
                "with an archive of " + (result.archiveBytes() >> 20) + " MiB",
                result.archivedMillis()));
      }
      out.flush();
      return ExitCode.OK;
    }

    private static String row(String what, List<Long> millis) {
      return "| %s | %d ms | %d ms | %d ms |"
          .formatted(what, Collections.min(millis), median(millis), Collections.max(millis));
    }

    private static long median(List<Long> millis) {
      return millis.stream().sorted().toList().get(millis.size() / 2);
    }
  }

  /** {@code gpupool bench soak}: what a long life leaves behind. */
  @Command(
      name = "soak",
      description = {
        "Lets the whole server work against an emulated cloud, calls and changes and reloads without"
            + " end, on simulated time and then on real time, and tells how memory, threads and open"
            + " files grew: the slope of the line that fits best from the first quarter on."
      })
  static final class Soak implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Option(
        names = "--days",
        defaultValue = "30",
        paramLabel = "N",
        description = "Simulated days; 0 for none. ${DEFAULT-VALUE} by default.")
    private int days;

    @Option(
        names = "--minutes",
        defaultValue = "10",
        paramLabel = "N",
        description = "Real minutes; 0 for none. ${DEFAULT-VALUE} by default.")
    private int minutes;

    @Override
    public Integer call() throws IOException, ConfigException {
      if (days < 0 || minutes < 0) {
        throw new ParameterException(
            spec.commandLine(), "found a negative length; expected days and minutes of 0 or more");
      }
      ((Logger) LoggerFactory.getLogger("gpupool")).setLevel(Level.ERROR);
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "| soak | loops | calls | refused | heap | grows by | threads | grow by | files | grow by |");
      out.println("|---|---|---|---|---|---|---|---|---|---|");
      if (days > 0) {
        out.println(row(days + " simulated days", 24, "a day", SoakBench.simulated(days)));
        out.flush();
      }
      if (minutes > 0) {
        SoakBench.Result result = SoakBench.real(Duration.ofMinutes(minutes));
        out.println(row(minutes + " real minutes", 1, "an hour", result));
      }
      out.flush();
      return ExitCode.OK;
    }

    private static String row(String what, int hours, String unit, SoakBench.Result result) {
      return String.format(
          Locale.ROOT,
          "| %s | %,d | %,d | %,d | %.1f MiB | %.2f MiB %s | %d | %.2f %s | %d | %.2f %s |",
          what,
          result.loops(),
          result.calls(),
          result.refusals(),
          result.heapBytes() / 1_048_576.0,
          result.heapBytesPerHour() * hours / 1_048_576.0,
          unit,
          result.threads(),
          result.threadsPerHour() * hours,
          unit,
          result.files(),
          result.filesPerHour() * hours,
          unit);
    }
  }
}
