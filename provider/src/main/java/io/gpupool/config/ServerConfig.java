package io.gpupool.config;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the server listens and how it is protected.
 *
 * @param cloudProvider where the autoscaler asks for nodes, with mutual TLS
 * @param expander how it is told which group to take; empty if that isn't served
 * @param admin where people look
 * @param tls empty only with {@code plaintext}
 * @param plaintext whether to do without TLS, which is for trials on one machine: every listener is
 *     on loopback then
 */
public record ServerConfig(
    ListenAddress cloudProvider,
    Optional<ExpanderConfig> expander,
    AdminConfig admin,
    Optional<TlsConfig> tls,
    boolean plaintext) {

  /** Where the autoscaler asks for nodes unless the file says otherwise. */
  public static final ListenAddress DEFAULT_CLOUD_PROVIDER = new ListenAddress("0.0.0.0", 8086);

  public ServerConfig {
    Objects.requireNonNull(cloudProvider, "cloudProvider");
    Objects.requireNonNull(expander, "expander");
    Objects.requireNonNull(admin, "admin");
    Objects.requireNonNull(tls, "tls");
    if (tls.isPresent() == plaintext) {
      throw new IllegalArgumentException("either tls or plaintext");
    }
    List<ListenAddress> listeners =
        Stream.concat(
                Stream.of(cloudProvider, admin.listen()),
                expander.map(ExpanderConfig::listen).stream())
            .toList();
    if (plaintext && !listeners.stream().allMatch(ListenAddress::isLoopback)) {
      throw new IllegalArgumentException("plaintext beyond loopback: " + listeners);
    }
    List<Integer> ports =
        listeners.stream().map(ListenAddress::port).filter(port -> port > 0).toList();
    if (ports.stream().distinct().count() < ports.size()) {
      throw new IllegalArgumentException("two listeners on one port: " + listeners);
    }
  }

  /** The files that are named here and that the server reads, which are worth watching. */
  public Set<Path> files() {
    Set<Path> files = new HashSet<>();
    tls.ifPresent(
        named -> {
          files.add(named.certificate());
          files.add(named.key());
          files.add(named.clientCa());
        });
    admin.tokenFile().ifPresent(files::add);
    return files;
  }
}
