package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file holds, it is read or its problems are told; nothing else comes of it. */
final class GarbageTest {

  private static final int ROUNDS = 500;
  private static final List<String> PIECES =
      List.of(
          "\t",
          "\n",
          ":",
          ": ",
          "- ",
          "*",
          "&a ",
          "*a",
          "!",
          "!!",
          "!!int ",
          "%",
          "@",
          "`",
          "\"",
          "'",
          "[",
          "]",
          "{",
          "}",
          ",",
          "#",
          "|",
          ">",
          "? ",
          "---\n",
          "...\n",
          "<<: ",
          "~",
          "null",
          "\\",
          "\"\\U",
          "\"\\x",
          "%YAML 1.1\n",
          "%TAG ! a\n",
          "0",
          "-1",
          "1e999999999",
          "99999999999999999999",
          "\u0000",
          "\uFEFF",
          "\u2028",
          "\u0085",
          "\uD83D\uDE00",
          "é",
          "groups: ",
          "name: ",
          "aws: ");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void survivesChangedLinesAndPieces(long seed) throws Exception {
    Random random = new Random(seed);
    String example = Files.readString(ExampleFileTest.file());
    for (int round = 0; round < ROUNDS; round++) {
      String text = example;
      for (int change = random.nextInt(4); change >= 0; change--) {
        text = changed(text, random);
      }
      check(text, "seed " + seed + ", round " + round);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void survivesTextsMadeOfPieces(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(40); piece >= 0; piece--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      check(text.toString(), "seed " + seed + ", round " + round);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void survivesChangedBytes(long seed) throws Exception {
    Random random = new Random(seed);
    byte[] example = Files.readAllBytes(ExampleFileTest.file());
    Path file = folder.resolve("gpupool.yaml");
    for (int round = 0; round < ROUNDS; round++) {
      Files.write(file, changed(example, random));
      assertThatCode(() -> read(file))
          .as("seed %d, round %d", seed, round)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {9})
  void survivesNoise(long seed) throws IOException {
    Random random = new Random(seed);
    Path file = folder.resolve("gpupool.yaml");
    for (int round = 0; round < ROUNDS; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      Files.write(file, noise);
      assertThatCode(() -> read(file))
          .as("seed %d, round %d", seed, round)
          .doesNotThrowAnyException();
    }
  }

  private static String changed(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int line = random.nextInt(lines.size());
    switch (random.nextInt(6)) {
      case 0 -> lines.remove(line);
      case 1 -> lines.add(line, lines.get(random.nextInt(lines.size())));
      case 2 -> Collections.swap(lines, line, random.nextInt(lines.size()));
      case 3 -> lines.set(line, " ".repeat(random.nextInt(3)) + lines.get(line).strip());
      case 4 -> lines.set(line, lines.get(line).substring(lines.get(line).length() / 2));
      default -> {
        String old = lines.get(line);
        int at = random.nextInt(old.length() + 1);
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        lines.set(line, old.substring(0, at) + piece + old.substring(at));
      }
    }
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }

  private static byte[] changed(byte[] bytes, Random random) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
    for (int i = 0; i < length; i++) {
      if (random.nextInt(400) == 0) {
        changed.write(random.nextBoolean() ? random.nextInt(256) : random.nextInt(128));
      }
      if (random.nextInt(400) != 0) {
        changed.write(bytes[i]);
      }
    }
    return changed.toByteArray();
  }

  private static void read(Path file) {
    try {
      assertThat(ConfigReader.read(file).clouds()).isNotEmpty();
    } catch (ConfigException wrong) {
      assertThat(wrong.problems()).isNotEmpty();
    }
  }

  private static void check(String text, String round) {
    assertThatCode(() -> checkProblems(text)).as(round + "\n" + text).doesNotThrowAnyException();
  }

  private static void checkProblems(String text) {
    try {
      assertThat(ConfigReader.read(ConfigText.NAME, text).clouds()).isNotEmpty();
    } catch (ConfigException wrong) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      assertThat(wrong.problems())
          .isNotEmpty()
          .isSortedAccordingTo(
              Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
          .allSatisfy(
              problem -> {
                assertThat(problem.line()).isBetween(1, bytes + 1);
                assertThat(problem.column()).isBetween(1, bytes + 1);
                assertThat(problem.toString()).doesNotContain("\n");
              });
    }
  }
}
