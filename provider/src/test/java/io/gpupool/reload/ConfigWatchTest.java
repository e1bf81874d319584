package io.gpupool.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpupool.admin.RecordedLog;
import io.gpupool.config.ConfigException;
import io.gpupool.config.ConfigReader;
import io.gpupool.config.GpupoolConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good changes are taken and told as differences, bad ones are told and ignored. */
class ConfigWatchTest {

  private static final String SERVER =
      """
      server:
        cloudProvider: {listen: "127.0.0.1:0"}
        admin: {listen: "127.0.0.1:0"}
        tls: {certificate: tls.crt, key: tls.key, clientCa: ca.crt}
      """;
  private static final String CLOUDS =
      """
      clouds:
        - name: main
          aws: {regions: [us-east-1], discover: {tags: {team: ""}}}
      """;

  @TempDir private Path folder;

  private final List<GpupoolConfig> taken = new ArrayList<>();
  private final List<String> counted = new ArrayList<>();
  private final RecordedLog log = new RecordedLog("gpupool.config");
  private boolean certificatesAreBad;
  private Path file;
  private ConfigWatch watch;

  @BeforeEach
  void start() throws IOException, ConfigException {
    for (String name : List.of("tls.crt", "tls.key", "ca.crt")) {
      Files.writeString(folder.resolve(name), "first");
    }
    file = Files.writeString(folder.resolve("gpupool.yaml"), SERVER + CLOUDS);
    watch =
        new ConfigWatch(
            file,
            ConfigReader.readFile(file),
            this::take,
            new ConfigWatch.Listener() {
              @Override
              public void taken() {
                counted.add("taken");
              }

              @Override
              public void refused() {
                counted.add("refused");
              }
            });
  }

  @AfterEach
  void stop() {
    log.close();
  }

  private List<String> take(GpupoolConfig config) throws IOException {
    if (certificatesAreBad) {
      throw new IOException("server.tls: the key isn't the certificate's");
    }
    taken.add(config);
    return List.of();
  }

  @Test
  void aGoodChangeIsTakenAndToldAsADifference() throws IOException {
    write(
        SERVER
            + CLOUDS.replace("]", "], refresh: 10s")
            + "groups:\n  - {match: \"aws/**\", weight: 3}\n");
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).clouds().get(0))
        .hasFieldOrPropertyWithValue("refresh", Duration.ofSeconds(10));
    assertThat(log.lines())
        .containsExactly(
            "INFO changed: clouds[main].aws.refresh: not set -> 10s",
            "INFO changed: groups: not set -> [{match: aws/**, weight: 3}]");
    assertThat(counted).containsExactly("taken");
  }

  @Test
  void aBadChangeIsToldOnceCountedAndIgnored() throws IOException {
    write(SERVER + CLOUDS.replace("us-east-1", "nowhere") + "nonsense: 1\n");
    watch.look();
    watch.look();
    assertThat(taken).isEmpty();
    assertThat(counted).containsExactly("refused");
    assertThat(log.lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).startsWith("ERROR "))
        .anySatisfy(line -> assertThat(line).contains("clouds[0].aws.regions[0]"))
        .anySatisfy(line -> assertThat(line).contains("the unknown key 'nonsense'"))
        .last()
        .asString()
        .contains("the change is ignored");
  }

  @Test
  void whatIsMendedIsTakenAsADifferenceFromWhatHeld() throws IOException {
    write(SERVER + CLOUDS.replace("us-east-1", "nowhere"));
    assertThat(log.lines()).isNotEmpty();
    write(SERVER + CLOUDS.replace("us-east-1", "eu-west-1"));
    assertThat(counted).containsExactly("refused", "taken");
    assertThat(log.lines())
        .containsExactly("INFO changed: clouds[main].aws.regions: [us-east-1] -> [eu-west-1]");
  }

  @Test
  void aFileThatIsGoneIsABadChange() throws IOException {
    Files.delete(file);
    watch.look();
    watch.look();
    assertThat(counted).containsExactly("refused");
  }

  @Test
  void aRenewedCertificateIsTakenThoughTheFileStaysTheSame() throws IOException {
    Files.writeString(folder.resolve("tls.crt"), "second");
    Files.writeString(folder.resolve("tls.key"), "second");
    watch.look();
    watch.look();
    assertThat(taken).hasSize(1);
    assertThat(counted).containsExactly("taken");
  }

  @Test
  void aCertificateThatCannotBeUsedIsABadChange() throws IOException {
    certificatesAreBad = true;
    Files.writeString(folder.resolve("tls.crt"), "second");
    watch.look();
    watch.look();
    assertThat(counted).containsExactly("refused");
    assertThat(log.lines().get(0)).contains("the key isn't the certificate's");
  }

  @Test
  void filesThatAChangeNamesAreWatchedFromThenOn() throws IOException {
    Files.writeString(folder.resolve("other.crt"), "first");
    write(SERVER.replace("tls.crt", "other.crt") + CLOUDS);
    watch.look();
    watch.look();
    int before = taken.size();
    Files.writeString(folder.resolve("other.crt"), "second");
    watch.look();
    watch.look();
    assertThat(taken).hasSize(before + 1);
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text);
    watch.look();
    watch.look();
  }
}
