package io.gpupool.rehearsal;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Pods from a file in the form of the public GPU cluster traces: CSV with a heading and at least
 * the columns {@code name, cpu_milli, memory_mib, num_gpu}. With {@code creation_time} and {@code
 * deletion_time} (in seconds, and {@code scheduled_time} if it is there) pods arrive and run as
 * they did; without, all are there from the beginning and run as long as pods of their kind do.
 */
public final class TraceFile {

  /** A file that can't be understood, with the line and what was expected there. */
  public static final class TraceException extends Exception {
    private static final long serialVersionUID = 1L;

    TraceException(String message) {
      super(message);
    }
  }

  private static final List<String> NECESSARY =
      List.of("name", "cpu_milli", "memory_mib", "num_gpu");

  private final Path file;
  private final RequestMix mix;
  private final RandomGenerator random;

  private TraceFile(Path file, RequestMix mix, RandomGenerator random) {
    this.file = file;
    this.mix = mix;
    this.random = random;
  }

  /**
   * Reads the pods in the order of their arrival.
   *
   * @param mix where run times come from that the file doesn't have
   */
  public static List<Job> read(Path file, RequestMix mix, RandomGenerator random)
      throws TraceException {
    return new TraceFile(file, mix, random).jobs();
  }

  private List<Job> jobs() throws TraceException {
    List<Job> jobs = new ArrayList<>();
    Set<String> names = new HashSet<>();
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .setTrim(true)
            .get();
    try (CSVParser parser = format.parse(new StringReader(text()))) {
      for (String column : NECESSARY) {
        if (!parser.getHeaderMap().containsKey(column)) {
          throw new TraceException(
              file + ":1: there is no column '" + column + "'; expected at least " + NECESSARY);
        }
      }
      for (CSVRecord row : parser) {
        Job job = job(row, parser.getCurrentLineNumber());
        if (!names.add(job.name())) {
          throw new TraceException(
              "%s:%d: name: found '%s' a second time; expected each once"
                  .formatted(file, parser.getCurrentLineNumber(), job.name()));
        }
        jobs.add(job);
      }
    } catch (NoSuchFileException e) {
      throw new TraceException(file + " can't be read: there is no such file");
    } catch (CharacterCodingException e) {
      throw new TraceException(file + " can't be read: it isn't text in UTF-8");
    } catch (IOException
        | UncheckedIOException
        | IllegalStateException
        | IllegalArgumentException e) {
      // the parser's own complaints about quotes and headings
      throw new TraceException(file + " can't be read: " + e.getMessage());
    }
    if (jobs.isEmpty()) {
      throw new TraceException(file + " has no pods in it");
    }
    jobs.sort(Comparator.comparing(Job::arrival).thenComparing(Job::name));
    return jobs;
  }

  /** The file, without the mark that some programs put before it. */
  private String text() throws IOException {
    String text = Files.readString(file);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private Job job(CSVRecord row, long line) throws TraceException {
    String name = row.get("name");
    if (name.isEmpty()) {
      throw new TraceException(
          "%s:%d: name: found ''; expected one for each pod".formatted(file, line));
    }
    long milliCpu = number(row, "cpu_milli", line, 0, 10_000_000);
    long memoryBytes = number(row, "memory_mib", line, 0, 1L << 30) << 20;
    int gpus = (int) number(row, "num_gpu", line, 0, 1_000);
    Resources requests = new Resources(milliCpu, memoryBytes, gpus, 1);
    long created = time(row, "creation_time", line, 0);
    long started = time(row, "scheduled_time", line, created);
    long deleted = time(row, "deletion_time", line, -1);
    Duration runtime =
        deleted < 0
            ? mix.runtime(gpus, random)
            : Duration.ofSeconds(Math.max(1, deleted - Math.max(created, started)));
    return new Job(name, requests, Duration.ofSeconds(created), runtime);
  }

  private long time(CSVRecord row, String column, long line, long absent) throws TraceException {
    if (!row.isMapped(column) || !row.isSet(column) || row.get(column).isEmpty()) {
      return absent;
    }
    return number(row, column, line, 0, 1L << 40);
  }

  private long number(CSVRecord row, String column, long line, long least, long most)
      throws TraceException {
    String text = row.isSet(column) ? row.get(column) : "";
    try {
      double number = Double.parseDouble(text);
      if (number >= least && number <= most) {
        return Math.round(number);
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw new TraceException(
        "%s:%d: %s: found '%s'; expected a number from %d to %d"
            .formatted(file, line, column, text, least, most));
  }
}
