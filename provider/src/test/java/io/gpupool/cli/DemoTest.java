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
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of it in one process: emulated cloud, real SDK, real gRPC, a model of the loop. */
class DemoTest {

  private static final String HEADING = "name,cpu_milli,memory_mib,num_gpu\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"aws", "gcp", "azure", "aws,gcp,azure"})
  void everyPodOfTheMixFindsANodeAndEveryNodeGoesAgain(String clouds) {
    JsonObject result = json(demo("--clouds", clouds, "--pods", "6", "--seed", "3"));
    assertThat(result.getAsJsonObject("cloud_calls").keySet())
        .containsExactlyInAnyOrder(clouds.split(",", -1));
    assertThat(result.get("pods_total").getAsInt()).isEqualTo(6);
    assertThat(result.get("pods_placed").getAsInt()).isEqualTo(6);
    assertThat(result.get("pods_unplaceable").getAsInt()).isZero();
    assertThat(result.get("nodes_added").getAsInt())
        .isPositive()
        .isEqualTo(result.get("nodes_removed").getAsInt());
    assertThat(result.get("idle_usd").getAsDouble())
        .isPositive()
        .isLessThan(result.get("total_usd").getAsDouble());
  }

  @Test
  void theLastLineForProgramsHasAllThatWasAgreed() {
    JsonObject result = json(demo("--clouds", "aws", "--pods", pods(HEADING + "a,4000,8192,1\n")));
    assertThat(result.keySet())
        .containsExactlyInAnyOrder(
            "pods_total",
            "pods_placed",
            "pods_unplaceable",
            "nodes_added",
            "nodes_removed",
            "peak_usd_per_hour",
            "total_usd",
            "idle_usd",
            "cloud_calls",
            "rpcs",
            "simulated_seconds",
            "wall_seconds",
            "clouds");
    assertThat(result.getAsJsonObject("cloud_calls").get("aws").getAsInt()).isPositive();
    assertThat(result.getAsJsonObject("rpcs").get("Refresh").getAsInt()).isPositive();
    JsonObject aws = result.getAsJsonObject("clouds").getAsJsonObject("aws");
    assertThat(aws.get("nodes_added").getAsInt()).isEqualTo(1);
    assertThat(aws.get("total_usd")).isEqualTo(result.get("total_usd"));
  }

  @Test
  void theSameSeedTellsTheSameStory() {
    assertThat(story(demo("--pods", "4", "--seed", "9")))
        .isEqualTo(story(demo("--pods", "4", "--seed", "9")));
  }

  @Test
  void aPodThatFitsNoNodeIsExplainedAndTheOthersAreServed() {
    Typed typed = demo("--pods", pods(HEADING + "a,4000,8192,1\nhuge,4000,8192,64\n"));
    JsonObject result = json(typed);
    assertThat(result.get("pods_placed").getAsInt()).isEqualTo(1);
    assertThat(result.get("pods_unplaceable").getAsInt()).isEqualTo(1);
    assertThat(typed.out())
        .contains("1 of 2 pods found a node")
        .contains("asks for 4 cores, 8 GiB, 64 GPU, and the largest node has");
  }

  @Test
  void aBadFileIsRefusedBeforeAnythingStarts() {
    Typed typed = Typed.command("demo", "--pods", pods(HEADING + "a,x,1,1\n"));
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err()).contains(":2: cpu_milli: found 'x'");
  }

  @Test
  void nothingIsLeftBehind() throws IOException {
    List<String> before = leftovers();
    json(demo("--pods", pods(HEADING + "a,4000,8192,1\n")));
    assertThat(leftovers()).isEqualTo(before);
  }

  private static Typed demo(String... options) {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "demo";
    arguments[1] = "--json";
    arguments[2] = "--speed";
    arguments[3] = "0";
    System.arraycopy(options, 0, arguments, 4, options.length);
    Typed typed = Typed.command(arguments);
    assertThat(typed.err()).isEmpty();
    assertThat(typed.exitCode()).isZero();
    return typed;
  }

  private static JsonObject json(Typed typed) {
    List<String> lines = typed.out().lines().toList();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }

  /** All but how long it took. */
  private static String story(Typed typed) {
    return typed
        .out()
        .replaceAll("simulated in [0-9.]+ s", "simulated")
        .replaceAll("\"wall_seconds\":[0-9.]+", "");
  }

  private String pods(String text) {
    try {
      return Files.writeString(Files.createTempFile(folder, "pods", ".csv"), text).toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> leftovers() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("gpupool-demo"))
          .sorted()
          .toList();
    }
  }
}
