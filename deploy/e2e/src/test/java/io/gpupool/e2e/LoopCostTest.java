package io.gpupool.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a loop asks of the server, counted by the server itself. */
@ExtendWith(Scenario.class)
class LoopCostTest {

  private static final Pattern CALLS =
      Pattern.compile("(?m)^grpc_server_processing_duration_seconds_count\\{(.*)\\} ([0-9.E]+)$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  static Stream<Arguments> sizes() {
    return Autoscaler.releases().stream()
        .flatMap(release -> Stream.of(10, 100, 1_000).map(nodes -> Arguments.of(release, nodes)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aLoopOverIdleNodesAsksAFewQuestionsForEach(String release, int nodes) throws IOException {
    String name = "loop-" + nodes;
    // every node is idle and could go, and none has been idle for long enough: the dearest loop
    try (World world =
        Scenario.world(
            release, name, "--scale-down-unneeded-time=1h", "--scale-down-unready-time=1h")) {
      world.group("one", Kind.ONE, 0, nodes);
      world.east.setDesired("one", nodes);
      world.registrar.gpusComeAfter(Duration.ZERO);
      world.gpupool.start();
      world.await(
          "every node takes pods", Duration.ofMinutes(3), () -> world.usableGpuNodes() == nodes);
      world.autoscaler.start();
      world.await(
          "the autoscaler has begun",
          () -> Measurements.loops(world.autoscaler.log(), Instant.EPOCH, Instant.now()) > 3);

      Map<String, Double> before = calls(world.gpupool.metrics());
      Instant from = Instant.now();
      // large clusters take several seconds a loop, and it should be many loops
      Duration watched = Duration.ofSeconds(nodes < 1_000 ? 20 : 60);
      world.holds("nothing happens", watched, () -> world.desired("one") == nodes);
      long loops = Measurements.loops(world.autoscaler.log(), from, Instant.now());
      Map<String, Double> after = calls(world.gpupool.metrics());

      StringBuilder row = new StringBuilder();
      Map<String, Double> perLoop = new TreeMap<>();
      after.forEach(
          (method, count) ->
              perLoop.put(method, (count - before.getOrDefault(method, 0.0)) / loops));
      perLoop.forEach(
          (method, count) ->
              row.append(
                  String.format(
                      Locale.ROOT, "| %s | %d | %s | %.1f |%n", release, nodes, method, count)));
      Files.writeString(
          Path.of(System.getProperty("e2e.output"), "loop-cost.md"),
          row,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);

      assertThat(loops).isPositive();
      // what grows with the nodes grows no faster than they do, and whose a node is is asked once
      assertThat(perLoop.get("NodeGroupGetOptions")).isBetween(0.9 * nodes, 8.0 * nodes + 20);
      assertThat(perLoop.get("NodeGroupForNode")).isBetween(0.9 * nodes, 2.0 * nodes + 20);
      assertThat(perLoop.get("NodeGroupTargetSize")).isLessThan(20);
      assertThat(perLoop.get("NodeGroups")).isBetween(0.8, 1.2);
      assertThat(perLoop.get("Refresh")).isBetween(0.8, 1.2);
    }
  }

  /** How often each method was called with success. */
  private static Map<String, Double> calls(String metrics) {
    Map<String, Double> calls = new TreeMap<>();
    Matcher line = CALLS.matcher(metrics);
    while (line.find()) {
      Map<String, String> labels = new TreeMap<>();
      LABEL
          .matcher(line.group(1))
          .results()
          .forEach(label -> labels.put(label.group(1), label.group(2)));
      if ("OK".equals(labels.get("statusCode"))) {
        calls.merge(labels.get("method"), Double.parseDouble(line.group(2)), Double::sum);
      }
    }
    return calls;
  }
}
