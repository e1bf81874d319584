package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code gpupool bench}. What comes out is measured and not asserted; that it comes out is. */
class BenchTest {

  @Test
  void aLoopOfASmallClusterIsMeasuredOnBothSides() {
    Typed typed =
        Typed.command(
            "bench",
            "loop",
            "--groups",
            "2",
            "--nodes",
            "4",
            "--unmanaged",
            "3",
            "--loops",
            "1",
            "--json");
    assertThat(typed.exitCode()).as(typed.err()).isZero();
    JsonObject result = JsonParser.parseString(typed.out()).getAsJsonObject();
    // Refresh and NodeGroups; 3 x 7 and 4 groups of nodes; 2 x 3 targets; the instances of one
    // group in twelve; 4 x 4 options
    assertThat(result.get("calls").getAsInt()).isEqualTo(2 + 21 + 4 + 6 + 1 + 16);
    for (String side : new String[] {"server", "constants"}) {
      JsonObject figures = result.getAsJsonObject(side);
      assertThat(figures.get("loop_seconds").getAsDouble()).isPositive();
      assertThat(figures.get("p99_micros").getAsDouble())
          .isGreaterThanOrEqualTo(figures.get("p50_micros").getAsDouble());
    }
    assertThat(result.get("heap_bytes").getAsLong()).isPositive();
  }

  @Test
  void bothSidesSendTheSameAmount() {
    Typed typed =
        Typed.command(
            "bench",
            "loop",
            "--groups",
            "3",
            "--nodes",
            "6",
            "--unmanaged",
            "6",
            "--loops",
            "1",
            "--json");
    JsonObject result = JsonParser.parseString(typed.out()).getAsJsonObject();
    assertThat(result.getAsJsonObject("server").get("message_bytes"))
        .isEqualTo(result.getAsJsonObject("constants").get("message_bytes"));
  }

  @Test
  void forPeopleItIsATable() {
    Typed typed = Typed.command("bench", "loop", "--groups", "1", "--nodes", "2", "--loops", "1");
    assertThat(typed.out().lines())
        .hasSize(5)
        .allMatch(line -> line.startsWith("|"))
        .anyMatch(line -> line.contains("| ratio |"));
  }

  @Test
  void everyRuleForEmptyNodesIsPlayedAtEverySpeed(@TempDir Path folder) throws IOException {
    Path trace = folder.resolve("trace.csv");
    Files.writeString(
        trace,
        """
        name,cpu_milli,memory_mib,num_gpu,creation_time,deletion_time
        a,1000,1024,1,0,3600
        b,1000,1024,8,7200,10800
        c,1000,1024,0,0,60
        d,1000,1024,1,0,9000000
        """);
    Typed typed = Typed.command("bench", "idle", "--trace", trace.toString(), "--json");
    assertThat(typed.exitCode()).as(typed.err()).isZero();
    List<JsonObject> results =
        typed.out().lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    assertThat(results).hasSize(9 * 3);
    // one pod asks for no GPU, and one runs for months
    assertThat(results).allMatch(one -> one.get("busy_gpu_hours").getAsDouble() == 9);
    assertThat(results).allMatch(one -> one.get("boots").getAsInt() == 2);
    assertThat(results).allMatch(one -> one.get("to_the_optimum").getAsDouble() > 1);
    assertThat(results.get(0).get("share").getAsDouble())
        .isGreaterThan(results.get(results.size() - 3).get("share").getAsDouble());
  }

  @ParameterizedTest
  @CsvSource({
    "'bench', expected what to measure: loop",
    "'bench loop --loops 0', expected 1 or more",
    "'bench loop --groups 3', 'expected both --groups and --nodes, or neither'",
    "'bench loop --groups 0 --nodes 3', a cluster of 0 groups",
    "'bench loop --groups 1 --nodes -3', -3 nodes"
  })
  void whatMakesNoSenseIsToldWithWhatWould(String command, String told) {
    Typed typed = Typed.command(command.split(" ", -1));
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains(told);
  }
}
