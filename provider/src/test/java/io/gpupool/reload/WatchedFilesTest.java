package io.gpupool.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change counts when it has come to rest, however it was made. */
class WatchedFilesTest {

  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("gpupool.yaml"), "one");
  }

  @Test
  void nothingChangesAndNothingIsSaid() {
    WatchedFiles files = new WatchedFiles(Set.of(file));
    assertThat(files.haveChanged(Set.of(file))).isFalse();
    assertThat(files.haveChanged(Set.of(file))).isFalse();
  }

  @Test
  void aChangeIsSaidOnceByTheSecondLookThatSeesIt() throws IOException {
    WatchedFiles files = new WatchedFiles(Set.of(file));
    Files.writeString(file, "two");
    assertThat(files.haveChanged(Set.of(file))).isFalse();
    assertThat(files.haveChanged(Set.of(file))).isTrue();
    assertThat(files.haveChanged(Set.of(file))).isFalse();
  }

  @Test
  void aFileThatIsStillBeingWrittenIsLeftAlone() throws IOException {
    WatchedFiles files = new WatchedFiles(Set.of(file));
    for (String piece : new String[] {"tw", "two", "two and more"}) {
      Files.writeString(file, piece);
      assertThat(files.haveChanged(Set.of(file))).isFalse();
    }
    assertThat(files.haveChanged(Set.of(file))).isTrue();
  }

  @Test
  void aChangeThatIsTakenBackWasNone() throws IOException {
    WatchedFiles files = new WatchedFiles(Set.of(file));
    Files.writeString(file, "two");
    assertThat(files.haveChanged(Set.of(file))).isFalse();
    Files.writeString(file, "one");
    assertThat(files.haveChanged(Set.of(file))).isFalse();
    assertThat(files.haveChanged(Set.of(file))).isFalse();
  }

  @Test
  void theLinksOfAKubernetesVolumeCount() throws IOException {
    Path volume = Files.createDirectory(folder.resolve("volume"));
    Files.createDirectory(volume.resolve("..2026_01"));
    Files.writeString(volume.resolve("..2026_01/gpupool.yaml"), "one");
    Files.createSymbolicLink(volume.resolve("..data"), Path.of("..2026_01"));
    Path mounted =
        Files.createSymbolicLink(volume.resolve("gpupool.yaml"), Path.of("..data/gpupool.yaml"));
    WatchedFiles files = new WatchedFiles(Set.of(mounted));

    Files.createDirectory(volume.resolve("..2026_02"));
    Files.writeString(volume.resolve("..2026_02/gpupool.yaml"), "two");
    Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of("..2026_02"));
    Files.move(
        volume.resolve("..data_tmp"), volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

    assertThat(files.haveChanged(Set.of(mounted))).isFalse();
    assertThat(files.haveChanged(Set.of(mounted))).isTrue();
  }

  @Test
  void aFileThatGoesIsAChangeAndSoIsItsReturn() throws IOException {
    WatchedFiles files = new WatchedFiles(Set.of(file));
    Files.delete(file);
    assertThat(files.haveChanged(Set.of(file))).isFalse();
    assertThat(files.haveChanged(Set.of(file))).isTrue();
    Files.writeString(file, "one");
    assertThat(files.haveChanged(Set.of(file))).isFalse();
    assertThat(files.haveChanged(Set.of(file))).isTrue();
  }
}
