package io.gpupool.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.rehearsal.TraceFile.TraceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFileTest {

  private static final String HEADING = "name,cpu_milli,memory_mib,num_gpu\n";

  @TempDir private Path folder;

  @Test
  void podsAreReadWithWhatTheyAskForInTheOrderOfTheirArrival() throws Exception {
    List<Job> jobs =
        read(
            """
            name,cpu_milli,memory_mib,num_gpu,creation_time,scheduled_time,deletion_time
            late,4000,16384,1,100,130,190
            early,12000,1024,8,7,7,17
            """);
    assertThat(jobs)
        .containsExactly(
            new Job(
                "early",
                new Resources(12_000, 1L << 30, 8, 1),
                Duration.ofSeconds(7),
                Duration.ofSeconds(10)),
            new Job(
                "late",
                new Resources(4_000, 16L << 30, 1, 1),
                Duration.ofSeconds(100),
                Duration.ofSeconds(60)));
  }

  @Test
  void columnsMayStandInAnyOrderBesideOthers() throws Exception {
    assertThat(read("num_gpu,qos,name,memory_mib,cpu_milli\n2,LS,\"a, b\",1,3\n"))
        .singleElement()
        .satisfies(
            job -> {
              assertThat(job.name()).isEqualTo("a, b");
              assertThat(job.requests()).isEqualTo(new Resources(3, 1 << 20, 2, 1));
              assertThat(job.arrival()).isZero();
            });
  }

  @Test
  void windowsLineEndsAndAByteOrderMarkAreNoObstacle() throws Exception {
    assertThat(read("\uFEFFname,cpu_milli,memory_mib,num_gpu\r\na,1,1,1\r\n")).hasSize(1);
  }

  @Test
  void aPodThatTheFileDoesNotSeeEndRunsAsLongAsItsKindDoes() throws Exception {
    List<Job> one = read(HEADING + "a,1000,1024,1\nb,1000,1024,1\n");
    List<Job> again = read(HEADING + "a,1000,1024,1\nb,1000,1024,1\n");
    assertThat(one).isEqualTo(again).allMatch(job -> job.runtime().toSeconds() >= 1);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "cpu_milli, x",
    "cpu_milli, -1",
    "cpu_milli, NaN",
    "cpu_milli, Infinity",
    "cpu_milli, 99999999",
    "memory_mib, ''",
    "memory_mib, 4Gi",
    "num_gpu, 1001",
    "num_gpu, -1"
  })
  void aNumberThatIsNoneIsNamedWithItsLineAndWhatWasExpected(String column, String value)
      throws IOException {
    String row =
        "b,"
            + (column.equals("cpu_milli") ? value : "1")
            + ","
            + (column.equals("memory_mib") ? value : "1")
            + ","
            + (column.equals("num_gpu") ? value : "1")
            + "\n";
    Path file = write(HEADING + "a,1,1,1\n" + row);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageStartingWith(
            file + ":3: " + column + ": found '" + value + "'; expected a number from 0 to");
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "cpu_milli", "memory_mib", "num_gpu"})
  void aColumnThatIsMissingIsNamed(String column) throws IOException {
    Path file = write(HEADING.replace(column, "something_else") + "a,1,1,1\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("there is no column '" + column + "'");
  }

  @Test
  void aRowThatIsTooShortIsToldByWhatItLacks() throws IOException {
    Path file = write(HEADING + "a,1\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining(":2: memory_mib: found ''");
  }

  @Test
  void aNameStandsForOnePod() throws IOException {
    Path file = write(HEADING + "a,1,1,1\na,2,2,2\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining(":3: name: found 'a' a second time");
  }

  @Test
  void aPodHasAName() throws IOException {
    Path file = write(HEADING + ",1,1,1\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining(":2: name: found ''");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n\n"})
  void anEmptyFileHasNoHeading(String text) throws IOException {
    Path file = write(text);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("there is no column 'name'");
  }

  @Test
  void aHeadingAloneIsNoPods() throws IOException {
    Path file = write(HEADING);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceException.class)
        .hasMessage(file + " has no pods in it");
  }

  @Test
  void aHeadingThatNamesAColumnTwiceIsRefused() throws IOException {
    Path file = write("name,cpu_milli,memory_mib,num_gpu,name\na,1,1,1,b\n");
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(TraceException.class)
        .hasMessageContaining("name");
  }

  @Test
  void aFileThatIsNotThereOrNoTextIsRefused() throws IOException {
    Path absent = folder.resolve("absent.csv");
    assertThatThrownBy(() -> read(absent))
        .isInstanceOf(TraceException.class)
        .hasMessage(absent + " can't be read: there is no such file");
    assertThatThrownBy(() -> read(folder)).isInstanceOf(TraceException.class);
    Path binary = folder.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0x80});
    assertThatThrownBy(() -> read(binary)).isInstanceOf(TraceException.class);
    Path unclosed = write(HEADING + "\"a,1,1,1\n");
    assertThatThrownBy(() -> read(unclosed)).isInstanceOf(TraceException.class);
  }

  private List<Job> read(String text) throws Exception {
    return read(write(text));
  }

  private static List<Job> read(Path file) throws TraceException {
    return TraceFile.read(file, RequestMix.load(), new Random(1));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "pods", ".csv"), text, StandardCharsets.UTF_8);
  }
}
