package io.gpupool.cli;

import com.google.gson.JsonObject;
import io.gpupool.bench.IdleBench;
import io.gpupool.bench.IdleRule;
import io.gpupool.bench.IdleTrial;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.rehearsal.Job;
import io.gpupool.rehearsal.RequestMix;
import io.gpupool.rehearsal.TraceFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpupool bench idle}: what empty nodes cost under several rules. */
@Command(
    name = "idle",
    description = {
      "What nodes cost that boot, stand empty or end, as a part of the GPU hours in which pods run:"
          + " by the autoscaler's defaults, by a rule like Karpenter's, and by what this server"
          + " answers to NodeGroupGetOptions. Four pools, with one, two, four and eight GPUs a node;"
          + " the autoscaler's timers; pods that run for more than six hours are left out.",
      "Pods come as in the trace, ten times and fifty times as fast. Without a trace, pods are drawn"
          + " from the request mix of a production cluster and come evenly over 145 days."
    })
final class IdleBenchCommand implements Callable<Integer> {

  private static final List<Integer> HURRIES = List.of(1, 10, 50);
  private static final Duration LONGEST = Duration.ofHours(6);
  private static final Duration WINDOW = Duration.ofDays(145);
  private static final int DRAWN = 7_064;
  private static final int MOST_GPUS = 8;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "A CSV file with pods (name, cpu_milli, memory_mib, num_gpu, creation_time, deletion_time)"
              + " instead of the request mix.")
  private Optional<Path> trace = Optional.empty();

  @Option(names = "--json", description = "Prints a JSON object for each rule and speed.")
  private boolean json;

  /** One rule at one speed. */
  private record Figures(int hurry, IdleTrial.Result result) {}

  @Override
  public Integer call() {
    List<Job> jobs = jobs();
    IdleBench bench = new IdleBench(Catalog.load());
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      out.printf(
          "%,d pods%n%n| rule | idle and boot, ×1 / ×10 / ×50 | to the optimum | nodes booted | pods wait"
              + " |%n|---|---|---|---|---|%n",
          jobs.size());
    }
    for (IdleRule rule : IdleBench.rules()) {
      List<Figures> figures =
          HURRIES.parallelStream()
              .map(hurry -> new Figures(hurry, bench.run(rule, jobs, hurry)))
              .toList();
      if (json) {
        figures.forEach(one -> out.println(json(rule, one)));
      } else {
        out.println(row(rule, figures));
      }
      out.flush();
    }
    return ExitCode.OK;
  }

  private List<Job> jobs() {
    Random random = new Random(1);
    RequestMix mix = RequestMix.load();
    List<Job> all;
    if (trace.isPresent()) {
      try {
        all = TraceFile.read(trace.get(), mix, random);
      } catch (TraceFile.TraceException e) {
        throw new ParameterException(spec.commandLine(), "--trace: " + e.getMessage());
      }
    } else {
      all = mix.draw(random, DRAWN, WINDOW, LONGEST);
    }
    List<Job> jobs = new ArrayList<>();
    for (Job job : all) {
      int gpus = job.requests().gpus();
      if (gpus > 0 && gpus <= MOST_GPUS && job.runtime().compareTo(LONGEST) <= 0) {
        jobs.add(job);
      }
    }
    if (jobs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--trace: no pod in it asks for GPUs for up to six hours");
    }
    return jobs;
  }

  private static String row(IdleRule rule, List<Figures> figures) {
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            rule.name(),
            all(figures, one -> percent(one.share())),
            all(figures, one -> String.format(Locale.ROOT, "%.2f", one.toTheOptimum())),
            all(figures, one -> String.format(Locale.ROOT, "%,d", one.boots())),
            all(figures, one -> one.meanWait().toSeconds() + " s"));
  }

  private static String all(List<Figures> figures, Function<IdleTrial.Result, String> telling) {
    return figures.stream().map(Figures::result).map(telling).collect(Collectors.joining(" / "));
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * part);
  }

  private static String json(IdleRule rule, Figures figures) {
    IdleTrial.Result result = figures.result();
    JsonObject object = new JsonObject();
    object.addProperty("rule", rule.name());
    object.addProperty("hurry", figures.hurry());
    object.addProperty("busy_gpu_hours", result.busy());
    object.addProperty("wasted_gpu_hours", result.wasted());
    object.addProperty("wasted_usd", result.wastedUsd());
    object.addProperty("share", result.share());
    object.addProperty("to_the_optimum", result.toTheOptimum());
    object.addProperty("boots", result.boots());
    object.addProperty("mean_wait_seconds", result.meanWait().toMillis() / 1000.0);
    return object.toString();
  }
}
