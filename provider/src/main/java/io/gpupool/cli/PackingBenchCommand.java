package io.gpupool.cli;

import com.google.gson.JsonObject;
import io.gpupool.bench.PackingBench;
import io.gpupool.bench.PackingPods;
import io.gpupool.bench.PackingSet;
import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.packing.Placement;
import io.gpupool.packing.Strategy;
import io.gpupool.packing.Trial;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpupool bench packing}: what choosing well is worth. */
@Command(
    name = "packing",
    description = {
      "What nodes cost for the same pods in the same groups by every way of choosing: the"
          + " autoscaler's own expanders, a packer like Karpenter's, and this server. Costs are told"
          + " as what they are above the least that is possible (Gilmore and Gomory's bound), in the"
          + " mean over some choices of pods, and the worst in brackets.",
      "Groups: 21 GPU machine types of three clouds, on demand, in us-east-1, us-central1 and"
          + " eastus. All pods are pending at once. Without a trace, pods are drawn from the request"
          + " mix of a production cluster. With all sets it takes half an hour."
    })
final class PackingBenchCommand implements Callable<Integer> {

  private static final List<Strategy> STRATEGIES = List.of(Strategy.values());

  /** Beyond so many pods placing them in many orders takes too long. */
  private static final int MOST_PLACED = 300;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      description =
          "A CSV file with pods (cpu_milli, memory_mib, num_gpu and maybe gpu_spec33) instead of the"
              + " request mix.")
  private Optional<Path> trace = Optional.empty();

  @Option(
      names = "--multi-gpu-trace",
      paramLabel = "FILE",
      description = "The same for the sets in which half of the GPUs are in pods with several.")
  private Optional<Path> multiGpuTrace = Optional.empty();

  @Option(
      names = "--seeds",
      defaultValue = "10",
      paramLabel = "N",
      description = "How many choices of pods. ${DEFAULT-VALUE} by default.")
  private int seeds;

  @Option(
      names = "--pods",
      split = ",",
      paramLabel = "N",
      description = "Only sets with so many pods; 0 for all.")
  private List<Integer> pods = List.of();

  @Option(
      names = "--clouds",
      split = ",",
      paramLabel = "CLOUD",
      description = "Only one set, of these clouds together.")
  private List<String> clouds = List.of();

  @Option(names = "--json", description = "Prints a JSON object for each set.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (seeds < 1) {
      throw new ParameterException(
          spec.commandLine(), "--seeds: found " + seeds + "; expected 1 or more");
    }
    PackingPods single = pods(trace, false);
    PackingPods multi = pods(multiGpuTrace, true);
    PackingBench bench = new PackingBench(Catalog.load());
    PrintWriter out = spec.commandLine().getOut();
    if (!json) {
      out.printf("Pods from %s; %s%n%n", single.source(), multi.source());
    }
    for (PackingSet set : sets()) {
      PackingPods from = set.multiGpu() ? multi : single;
      boolean placing = set.pods() > 0 && set.pods() <= MOST_PLACED;
      // all pods are always the same ones
      List<PackingBench.Run> runs =
          LongStream.range(0, set.pods() == 0 ? 1 : seeds)
              .parallel()
              .mapToObj(seed -> bench.run(set, from, STRATEGIES, placing, seed))
              .toList();
      out.println(json ? json(set, from, runs) : table(set, runs));
      out.flush();
    }
    return ExitCode.OK;
  }

  private static PackingPods pods(Optional<Path> file, boolean multiGpu) throws IOException {
    return file.isPresent() ? PackingPods.of(file.get()) : PackingPods.ofMix(multiGpu);
  }

  private List<PackingSet> sets() {
    SortedSet<String> all = new TreeSet<>(List.of("aws", "azure", "gcp"));
    if (!clouds.isEmpty()) {
      if (!all.containsAll(clouds)) {
        throw new ParameterException(
            spec.commandLine(), "--clouds: found " + clouds + "; expected some of " + all);
      }
      all = new TreeSet<>(clouds);
    }
    List<PackingSet> sets = new ArrayList<>();
    for (int count : List.of(20, 100, 300, 1000, 0)) {
      sets.add(new PackingSet(count, all, false, 0, false));
    }
    if (clouds.isEmpty()) {
      for (String cloud : all) {
        sets.add(new PackingSet(1000, new TreeSet<>(List.of(cloud)), false, 0, false));
      }
      sets.add(new PackingSet(1000, all, false, 60, false));
      sets.add(new PackingSet(1000, all, false, 0, true));
      sets.add(new PackingSet(1000, all, true, 0, false));
    }
    return sets.stream().filter(set -> pods.isEmpty() || pods.contains(set.pods())).toList();
  }

  private static String table(PackingSet set, List<PackingBench.Run> runs) {
    StringBuilder table = new StringBuilder();
    double bound = runs.stream().mapToDouble(PackingBench.Run::boundUsdPerHour).average().orElse(0);
    table.append(
        String.format(
            Locale.ROOT,
            "**%s**, at least $%,.0f/h in the mean of %d%n%n",
            set,
            bound,
            runs.size()));
    boolean placing = !runs.get(0).placed().isEmpty();
    table.append("| chosen by | above the bound | worst | left over |");
    table.append(
        placing ? " placed by leastAllocated | by mostAllocated | by mostAllocatedGpus |\n" : "\n");
    table.append("|---|---|---|---|").append(placing ? "---|---|---|\n" : "\n");
    for (Strategy strategy : STRATEGIES) {
      table.append(row(strategy, runs, placing));
    }
    return table.toString();
  }

  private static String row(Strategy strategy, List<PackingBench.Run> runs, boolean placing) {
    List<Double> gaps = runs.stream().map(run -> gap(run, strategy)).toList();
    int left = runs.stream().mapToInt(run -> planned(run, strategy).podsLeft()).max().orElse(0);
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %+.1f %% | %+.1f %% | %d |",
            strategy.label(),
            100 * mean(gaps),
            100 * gaps.stream().mapToDouble(Double::doubleValue).max().orElse(0),
            left);
    if (placing) {
      for (Placement placement : Placement.OF_SCHEDULERS) {
        row +=
            String.format(
                Locale.ROOT,
                " %+.1f %% |",
                100 * mean(runs.stream().map(run -> placedGap(run, placement, strategy)).toList()));
      }
    }
    return row + "\n";
  }

  private static Trial.Result planned(PackingBench.Run run, Strategy strategy) {
    return Objects.requireNonNull(run.planned().get(strategy));
  }

  private static double gap(PackingBench.Run run, Strategy strategy) {
    return planned(run, strategy).usdPerHour() / run.boundUsdPerHour() - 1;
  }

  private static double placedGap(PackingBench.Run run, Placement placement, Strategy strategy) {
    return run.placed().getOrDefault(placement, Map.of()).getOrDefault(strategy, 0.0)
            / run.boundUsdPerHour()
        - 1;
  }

  private static double mean(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static String json(PackingSet set, PackingPods from, List<PackingBench.Run> runs) {
    JsonObject object = new JsonObject();
    object.addProperty("set", set.toString());
    object.addProperty("source", from.source());
    object.addProperty("seeds", runs.size());
    object.addProperty(
        "bound_usd_per_hour",
        runs.stream().mapToDouble(PackingBench.Run::boundUsdPerHour).average().orElse(0));
    Map<String, JsonObject> strategies = new LinkedHashMap<>();
    for (Strategy strategy : STRATEGIES) {
      JsonObject figures = new JsonObject();
      figures.addProperty("gap", mean(runs.stream().map(run -> gap(run, strategy)).toList()));
      for (Placement placement : runs.get(0).placed().keySet()) {
        figures.addProperty(
            "placed_" + placement.name().toLowerCase(Locale.ROOT),
            mean(runs.stream().map(run -> placedGap(run, placement, strategy)).toList()));
      }
      strategies.put(strategy.label(), figures);
    }
    strategies.forEach(object::add);
    return object.toString();
  }
}
