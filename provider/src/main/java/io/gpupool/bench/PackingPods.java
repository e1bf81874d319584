package io.gpupool.bench;

import io.gpupool.packing.Amounts;
import io.gpupool.rehearsal.Job;
import io.gpupool.rehearsal.RequestMix;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Where pods to pack come from: a trace, or the request mix that is part of this build. */
public final class PackingPods {

  /** As many as the trace of the mix has with GPUs. */
  private static final int ALL_OF_MIX = 7_064;

  private static final String GPU = "nvidia.com/gpu";

  /**
   * A pod to pack.
   *
   * @param requests what it asks for
   * @param models the GPU models that it would take, in the trace's words; empty for any
   */
  public record Pod(Amounts requests, Set<String> models) {
    public Pod {
      models = Set.copyOf(models);
    }
  }

  private final String source;
  private final List<Pod> all;

  private PackingPods(String source, List<Pod> all) {
    this.source = source;
    this.all = List.copyOf(all);
  }

  /**
   * The pods with GPUs of a file with the columns {@code cpu_milli, memory_mib, num_gpu} and maybe
   * {@code gpu_spec33}.
   *
   * @throws IOException if it can't be read or has other columns, saying which
   */
  public static PackingPods of(Path trace) throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    List<Pod> pods = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(trace, StandardCharsets.UTF_8);
        CSVParser rows = format.parse(reader)) {
      for (String column : List.of("cpu_milli", "memory_mib", "num_gpu")) {
        if (!rows.getHeaderNames().contains(column)) {
          throw new IOException(trace + " has no column " + column);
        }
      }
      for (CSVRecord row : rows) {
        long gpus = Long.parseLong(row.get("num_gpu"));
        if (gpus > 0) {
          String spec = row.isMapped("gpu_spec33") ? row.get("gpu_spec33") : "";
          pods.add(
              new Pod(
                  amounts(
                      Long.parseLong(row.get("cpu_milli")),
                      Long.parseLong(row.get("memory_mib")) << 20,
                      gpus),
                  spec.isBlank() ? Set.of() : new TreeSet<>(Arrays.asList(spec.split("\\|", -1)))));
        }
      }
    } catch (NumberFormatException e) {
      throw new IOException(trace + ": " + e.getMessage() + " where a number should be", e);
    }
    return new PackingPods(String.valueOf(trace.getFileName()), pods);
  }

  /** Pods drawn from the request mix; always the same ones. */
  public static PackingPods ofMix(boolean multiGpu) {
    RequestMix mix = RequestMix.load();
    Random random = new Random(33);
    List<Pod> pods = new ArrayList<>();
    long single = 0;
    long several = 0;
    while (pods.size() < ALL_OF_MIX) {
      for (Job job : mix.draw(random, 100, Duration.ZERO, Duration.ZERO)) {
        int gpus = job.requests().gpus();
        boolean wanted = gpus == 1 ? !multiGpu || single <= several : gpus > 1;
        if (wanted && pods.size() < ALL_OF_MIX) {
          single += gpus == 1 ? 1 : 0;
          several += gpus > 1 ? gpus : 0;
          pods.add(
              new Pod(
                  amounts(job.requests().milliCpu(), job.requests().memoryBytes(), gpus),
                  Set.of()));
        }
      }
    }
    return new PackingPods(
        multiGpu ? "the request mix, half of the GPUs in pods with several" : "the request mix",
        pods);
  }

  private static Amounts amounts(long milliCpu, long memoryBytes, long gpus) {
    return Amounts.of(
        Map.of(Amounts.CPU, milliCpu, Amounts.MEMORY, memoryBytes, GPU, gpus, Amounts.PODS, 1L));
  }

  /** Where they come from, for people. */
  public String source() {
    return source;
  }

  /**
   * Some of them.
   *
   * @param count how many; zero for all
   */
  public List<Pod> some(int count, long seed) {
    if (count == 0 || count >= all.size()) {
      return all;
    }
    List<Pod> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled.subList(0, count);
  }
}
