package io.gpupool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

  @TempDir private Path folder;

  @Test
  void aSetIsMadeInAFolderThatNeedNotExist() throws IOException {
    Path directory = folder.resolve("deep/tls");
    Typed typed = Typed.command("certificates", "--directory", directory.toString());
    assertThat(typed.exitCode()).isZero();
    assertThat(typed.out()).contains("the autoscaler, as [cluster-autoscaler.kube-system]");
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("ca.crt", "tls.crt", "tls.key", "client.crt", "client.key");
    }
  }

  @Test
  void keysAreForTheirOwnerAlone() throws IOException {
    assertThat(Typed.command("certificates", "--directory", folder.toString()).exitCode()).isZero();
    for (String key : List.of("tls.key", "client.key")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(key))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void nothingThatIsThereIsOverwrittenAndNothingIsMadeBesideIt() throws IOException {
    Files.writeString(folder.resolve("tls.key"), "precious");
    Typed typed = Typed.command("certificates", "--directory", folder.toString());
    assertThat(typed.exitCode()).isEqualTo(2);
    assertThat(typed.err()).contains("tls.key is there already");
    assertThat(Files.readString(folder.resolve("tls.key"))).isEqualTo("precious");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }
}
