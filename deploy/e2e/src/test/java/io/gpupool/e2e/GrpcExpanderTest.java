package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.e2e.World.Chooser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What gpupool's choice among groups is worth: the same pods come to the same groups of all three
 * clouds, once with the autoscaler's own {@code least-waste} and once with gpupool as the expander
 * that it asks. What the machines cost that were launched is by list price.
 */
@ExtendWith(Scenario.class)
class GrpcExpanderTest {

  private static final Pattern ASKED =
      Pattern.compile(
          "(?m)^grpc_server_processing_duration_seconds_count\\{[^}]*method=\"BestOptions\"[^}]*\\}"
              + " ([0-9.E]+)$");

  private final Catalog catalog = Catalog.load();

  /** Pods that come together. */
  enum Work {
    /** The same eight A100 are in all three clouds; the dearest has the least memory to spare. */
    ONE_WITH_EIGHT_GPUS("one pod with 8 GPUs, 64 CPU, 512 GiB", true),
    /** The cheapest machine with one GPU has the most memory to spare. */
    EIGHT_WITH_ONE_GPU("8 pods with 1 GPU, 1 CPU, 1 GiB", true),
    /** One large machine is used better by these than four small ones, and costs more. */
    FOUR_WITH_PROCESSORS("4 pods with 1 GPU, 10 CPU, 40 GiB", true),
    /** Large and small together. */
    MIXED("2 pods with 8 GPUs, 2 with 4, 6 with 1, each with 8 CPU and 32 GiB per GPU", false);

    private final String words;
    private final boolean cheaper;

    /**
     * @param cheaper whether gpupool's choice has to cost less; it never may cost more
     */
    Work(String words, boolean cheaper) {
      this.words = words;
      this.cheaper = cheaper;
    }

    private List<Wish> wishes() {
      return switch (this) {
        case ONE_WITH_EIGHT_GPUS -> pods(1, 8, 64, 512);
        case EIGHT_WITH_ONE_GPU -> pods(8, 1, 1, 1);
        case FOUR_WITH_PROCESSORS -> pods(4, 1, 10, 40);
        case MIXED ->
            Stream.of(pods(2, 8, 64, 256), pods(2, 4, 32, 128), pods(6, 1, 8, 32))
                .flatMap(List::stream)
                .toList();
      };
    }

    private static List<Wish> pods(int count, int gpus, int cpu, int memoryGib) {
      return IntStream.range(0, count)
          .mapToObj(k -> new Wish(gpus + "-gpus-" + k, gpus, cpu, memoryGib))
          .toList();
    }
  }

  /** What a pod asks for. */
  private record Wish(String pod, int gpus, int cpu, int memoryGib) {}

  /** What was launched for the pods. */
  private record Bill(double usdPerHour, String machines) {}

  static Stream<Arguments> works() {
    return Autoscaler.releases().stream()
        .flatMap(release -> Stream.of(Work.values()).map(work -> Arguments.of(release, work)));
  }

  @ParameterizedTest
  @MethodSource("works")
  void whatGpupoolChoosesNeverCostsMoreThanTheLeastWaste(String release, Work work)
      throws IOException {
    Bill leastWaste = bill(release, work, Chooser.LEAST_WASTE);
    Bill gpupool = bill(release, work, Chooser.GPUPOOL);
    Files.writeString(
        Path.of(System.getProperty("e2e.output"), "expander-cost.md"),
        String.format(
            Locale.ROOT,
            "| %s | %s | %.2f: %s | %.2f: %s |%n",
            release,
            work.words,
            leastWaste.usdPerHour,
            leastWaste.machines,
            gpupool.usdPerHour,
            gpupool.machines),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    if (work.cheaper) {
      assertThat(gpupool.usdPerHour).isLessThan(leastWaste.usdPerHour);
    } else {
      assertThat(gpupool.usdPerHour).isLessThanOrEqualTo(leastWaste.usdPerHour);
    }
  }

  private Bill bill(String release, Work work, Chooser chooser) {
    String name =
        "expander-"
            + work.name().toLowerCase(Locale.ROOT)
            + "-"
            + chooser.name().toLowerCase(Locale.ROOT);
    try (World world = Scenario.world(release, name.replace('_', '-'), chooser)) {
      world.amazon.group("a10g", Kind.ONE, 20);
      world.amazon.group("four-a10g", Kind.FOUR, 20);
      world.amazon.group("amazons-a100", Kind.EIGHT_A100, 20);
      world.google.group("l4", Kind.GOOGLES_ONE, 20);
      world.google.group("l4-of-16", Kind.GOOGLES_ONE_OF_16, 20);
      world.google.group("googles-a100", Kind.GOOGLES_EIGHT, 20);
      world.azure.group("t4", Kind.AZURES_ONE, 20);
      world.azure.flexibleGroup("azures-a100", Kind.AZURES_EIGHT, 20);
      world.start();
      List<Wish> wishes = work.wishes();
      wishes.forEach(wish -> world.pod(wish.pod, wish.gpus, wish.cpu, wish.memoryGib));
      world.await(
          "every pod runs",
          Duration.ofSeconds(90),
          () -> wishes.stream().allMatch(wish -> world.runs(wish.pod)));
      assertThat(questions(world.gpupool.metrics()) > 0).isEqualTo(chooser == Chooser.GPUPOOL);
      return new Bill(
          world.hosts().stream().mapToDouble(this::usdPerHour).sum(), machines(world.hosts()));
    }
  }

  private double usdPerHour(Host host) {
    // a machine of Google's is called gce://...
    String cloud = host.providerId().replaceFirst(":.*", "").replace("gce", "gcp");
    return catalog
        .price(cloud, host.region(), host.kind().machineType())
        .orElseThrow()
        .onDemandUsdPerHour()
        .orElseThrow();
  }

  private static String machines(List<Host> hosts) {
    return hosts.stream()
        .collect(
            Collectors.groupingBy(
                host -> host.kind().machineType(), TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> each.getValue() + " " + each.getKey())
        .collect(Collectors.joining(", "));
  }

  private static double questions(String metrics) {
    return ASKED.matcher(metrics).results().mapToDouble(m -> Double.parseDouble(m.group(1))).sum();
  }
}
