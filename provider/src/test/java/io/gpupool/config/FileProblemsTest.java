package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that can't be read, and how paths in those that can are taken. */
final class FileProblemsTest {

  @TempDir private Path folder;

  @Test
  void tellsThatThereIsNoFile() {
    Path file = folder.resolve("gpupool.yaml");

    assertThat(messageFor(file))
        .isEqualTo(file + ": found no such file; expected the configuration");
  }

  @Test
  void tellsThatAFileCanNotBeRead() {
    assertThat(messageFor(folder))
        .startsWith(folder + ": found a file that can't be read (")
        .endsWith("; expected one that this process may read");
  }

  @Test
  void tellsThatAFileIsTooLarge() throws IOException {
    Path file = write("#".repeat(1024 * 1024 + 1).getBytes(StandardCharsets.UTF_8));

    assertThat(messageFor(file))
        .isEqualTo(file + ": found more than 1048576 bytes; expected a smaller file");
  }

  @Test
  void takesAFileThatIsJustNotTooLarge() throws Exception {
    String text = ConfigText.small().text();
    Path file =
        write((text + "#".repeat(1024 * 1024 - text.length())).getBytes(StandardCharsets.UTF_8));

    assertThat(ConfigReader.read(file).clouds()).hasSize(1);
  }

  @Test
  void tellsWhereAFileIsNotUtf8() throws IOException {
    Path file = write("server:\n  # gr\u00fc\u00dfe\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(messageFor(file))
        .isEqualTo(file + ":2:7: found a byte that isn't UTF-8; expected a file in UTF-8");
  }

  @Test
  void tellsThatAFileEndsInTheMiddleOfACharacter() throws IOException {
    Path file = write(new byte[] {'#', (byte) 0xC3});

    assertThat(messageFor(file))
        .isEqualTo(file + ":1:2: found a byte that isn't UTF-8; expected a file in UTF-8");
  }

  @Test
  void ignoresAByteOrderMark() throws Exception {
    Path file = write(("\uFEFF" + ConfigText.small().text()).getBytes(StandardCharsets.UTF_8));

    assertThat(ConfigReader.read(file).clouds()).hasSize(1);
  }

  @Test
  void takesRelativePathsFromTheFolderOfTheFile() throws Exception {
    ConfigText text = ConfigText.small().with("clientCa: ca.crt", "clientCa: /etc/ca.crt");
    Path file = write(text.text().getBytes(StandardCharsets.UTF_8));

    assertThat(ConfigReader.read(file).server().tls())
        .hasValueSatisfying(
            tls -> {
              assertThat(tls.certificate()).isEqualTo(folder.resolve("tls.crt"));
              assertThat(tls.clientCa()).isEqualTo(Path.of("/etc/ca.crt"));
            });
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("gpupool.yaml"), content);
  }

  private static String messageFor(Path file) {
    ConfigException wrong =
        catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(file));
    return Objects.toString(wrong.getMessage());
  }
}
