package io.gpupool.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that can be used, and what is said of those that can't. */
class ServerTlsTest {

  private final CertificateAuthority authority =
      new CertificateAuthority(Instant.now(), Duration.ofHours(1));

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Identity identity = authority.issue(List.of("localhost"), List.of());
    Files.writeString(file("tls.crt"), identity.certificatePem());
    Files.writeString(file("tls.key"), identity.keyPem());
    Files.writeString(file("ca.crt"), authority.certificatePem());
  }

  @Test
  void goodFilesAreUsed() throws IOException {
    assertThat(read().credentials()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
  void aFileThatIsNotThereIsNamed(String name) throws IOException {
    Files.delete(file(name));
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file(name).toString())
        .hasMessageContaining("no such file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
  void aFileThatHasSomethingElseInItIsRefused(String name) throws IOException {
    Files.writeString(file(name), "this is no PEM\n");
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file(name).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls.crt", "tls.key", "ca.crt"})
  void anEmptyFileIsRefused(String name) throws IOException {
    Files.writeString(file(name), "");
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file(name).toString());
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws IOException {
    Files.writeString(file("tls.key"), authority.issue(List.of("other"), List.of()).keyPem());
    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file("tls.key").toString());
  }

  @Test
  void anExpiredCertificateIsRefused() {
    assertThatThrownBy(() -> read(Instant.now().plus(Duration.ofHours(2))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has expired at");
  }

  @Test
  void aKeyInTheOldFormIsRefusedWithTheFormThatIsWanted() throws IOException {
    String key = Files.readString(file("tls.key"));
    Files.writeString(file("tls.key"), key.replace("PRIVATE KEY", "EC PRIVATE KEY"));
    assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("PKCS #8");
  }

  private ServerTls read() throws IOException {
    return read(Instant.now());
  }

  private ServerTls read(Instant now) throws IOException {
    return ServerTls.read(file("tls.crt"), file("tls.key"), file("ca.crt"), now);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
