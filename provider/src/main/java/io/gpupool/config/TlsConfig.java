package io.gpupool.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The server's own certificate and the clients that it lets in. Whether the files exist is found
 * out by whoever opens them.
 *
 * @param certificate the server's certificate and what vouches for it
 * @param key the certificate's private key
 * @param clientCa who signs the certificates of clients
 * @param allowedClients DNS or URI names, one of which a client's certificate must carry; empty
 *     lets in every client with a certificate that {@code clientCa} has signed
 */
public record TlsConfig(Path certificate, Path key, Path clientCa, List<String> allowedClients) {
  public TlsConfig {
    Objects.requireNonNull(certificate, "certificate");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(clientCa, "clientCa");
    allowedClients = List.copyOf(allowedClients);
  }
}
