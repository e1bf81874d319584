package io.gpupool.cli;

import io.gpupool.certificates.CertificateAuthority;
import io.gpupool.certificates.Identity;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** A folder with a configuration for emulated clouds and all certificates, gone when closed. */
final class TrialFolder implements AutoCloseable {

  private static final String CLIENT = "cluster-autoscaler.kube-system";

  private final Path folder;

  private TrialFolder(Path folder) {
    this.folder = folder;
  }

  /** Writes it; ports are any that are free, and readings are as frequent as usual. */
  static TrialFolder create(EmulatedClouds emulated) throws IOException {
    return create(emulated, "30s");
  }

  /**
   * Writes it.
   *
   * @param refresh how often clouds are read, in Go's form
   */
  static TrialFolder create(EmulatedClouds emulated, String refresh) throws IOException {
    TrialFolder trial = new TrialFolder(Files.createTempDirectory("gpupool-trial"));
    CertificateAuthority authority = new CertificateAuthority(Instant.now(), Duration.ofDays(1));
    Files.writeString(trial.file("ca.crt"), authority.certificatePem());
    trial.write("server", authority.issue(List.of("localhost"), List.of("127.0.0.1")));
    trial.write("client", authority.issue(List.of(CLIENT), List.of()));
    Files.writeString(
        trial.configuration(),
        """
        server:
          cloudProvider: {listen: "127.0.0.1:0"}
          expander: {listen: "127.0.0.1:0"}
          admin: {listen: "127.0.0.1:0"}
          tls:
            certificate: server.crt
            key: server.key
            clientCa: ca.crt
            allowedClients: [%s]
        %s"""
            .formatted(CLIENT, emulated.configuration(refresh)));
    return trial;
  }

  Path configuration() {
    return file("gpupool.yaml");
  }

  /** A connection of a caller who is let in. */
  ManagedChannel connect(int port) throws IOException {
    ChannelCredentials credentials =
        TlsChannelCredentials.newBuilder()
            .keyManager(file("client.crt").toFile(), file("client.key").toFile())
            .trustManager(file("ca.crt").toFile())
            .build();
    return Grpc.newChannelBuilderForAddress("localhost", port, credentials).build();
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  private void write(String name, Identity identity) throws IOException {
    Files.writeString(file(name + ".crt"), identity.certificatePem());
    Files.writeString(file(name + ".key"), identity.keyPem());
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    Files.delete(folder);
  }
}
