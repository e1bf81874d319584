package io.gpupool.rehearsal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What GPU pods ask for in production, in classes with their frequencies and run times. Drawing
 * from it with the same seed gives the same jobs.
 *
 * <p>The classes are those of the Alibaba cluster trace cluster-trace-gpu-v2023 (Weng et al.,
 * Beware of Fragmentation, USENIX ATC 2023), in the file beside this class.
 */
public final class RequestMix {

  private record RequestClass(Resources requests, int pods, List<Long> runtimeQuantiles) {}

  private static final String FILE = "request-mix.csv";
  private static final int FIRST_QUANTILE = 4;
  private static final int QUANTILES = 11;

  private final List<RequestClass> classes;
  private final int pods;

  private RequestMix(List<RequestClass> classes) {
    this.classes = List.copyOf(classes);
    this.pods = classes.stream().mapToInt(RequestClass::pods).sum();
  }

  /** Reads the mix that is part of this build. */
  public static RequestMix load() {
    InputStream stream = RequestMix.class.getResourceAsStream(FILE);
    if (stream == null) {
      throw new IllegalStateException("the file " + FILE + " is missing from this build");
    }
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return new RequestMix(
          reader
              .lines()
              .filter(line -> !line.startsWith("#"))
              .skip(1)
              .map(RequestMix::requestClass)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("the file " + FILE + " can't be read", e);
    }
  }

  /**
   * Draws jobs, in the order of their arrival.
   *
   * @param count how many
   * @param window they arrive evenly spread over this time
   * @param longest run times are cut to this: a few pods of the trace run for months
   */
  public List<Job> draw(RandomGenerator random, int count, Duration window, Duration longest) {
    List<Duration> arrivals = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      arrivals.add(Duration.ofSeconds((long) (random.nextDouble() * window.toSeconds())));
    }
    arrivals.sort(Comparator.naturalOrder());
    List<Job> jobs = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      RequestClass drawn = draw(random);
      Duration runtime = runtime(drawn, random);
      jobs.add(
          new Job(
              "pod-%04d".formatted(k),
              drawn.requests(),
              arrivals.get(k),
              runtime.compareTo(longest) > 0 ? longest : runtime));
    }
    return jobs;
  }

  /** A run time for a pod with so many GPUs whose own isn't known. */
  Duration runtime(int gpus, RandomGenerator random) {
    List<RequestClass> alike =
        classes.stream().filter(one -> one.requests().gpus() == gpus).toList();
    List<RequestClass> candidates = alike.isEmpty() ? classes : alike;
    return runtime(candidates.get(random.nextInt(candidates.size())), random);
  }

  private RequestClass draw(RandomGenerator random) {
    int ticket = random.nextInt(pods);
    for (RequestClass one : classes) {
      ticket -= one.pods();
      if (ticket < 0) {
        return one;
      }
    }
    throw new IllegalStateException("the classes have fewer pods than their sum");
  }

  private static Duration runtime(RequestClass of, RandomGenerator random) {
    double at = random.nextDouble() * (QUANTILES - 1);
    int below = (int) at;
    long low = of.runtimeQuantiles().get(below);
    long high = of.runtimeQuantiles().get(below + 1);
    return Duration.ofSeconds(Math.max(1, Math.round(low + (high - low) * (at - below))));
  }

  private static RequestClass requestClass(String line) {
    String[] cells = line.split(",", -1);
    List<Long> quantiles = new ArrayList<>();
    for (int k = 0; k < QUANTILES; k++) {
      quantiles.add(Long.parseLong(cells[FIRST_QUANTILE + k]));
    }
    Resources requests =
        new Resources(
            Long.parseLong(cells[0]),
            Long.parseLong(cells[1]) << 20,
            Integer.parseInt(cells[2]),
            1);
    return new RequestClass(requests, Integer.parseInt(cells[3]), quantiles);
  }
}
