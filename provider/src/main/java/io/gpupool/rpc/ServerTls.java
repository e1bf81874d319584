package io.gpupool.rpc;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Objects;

/**
 * The server's certificate and the CA of its callers. Both can be exchanged while calls are under
 * way: connections keep what they were made with, new ones get what is there now.
 */
public final class ServerTls {

  private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager callers;
  private final ServerCredentials credentials;
  private volatile Instant notAfter = Instant.MIN;

  private ServerTls() throws IOException {
    try {
      callers =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
              .build();
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java runtime can't verify certificates", e);
    }
    credentials =
        TlsServerCredentials.newBuilder()
            .keyManager(identity)
            .trustManager(new AnyIssuer(callers))
            .clientAuth(ClientAuth.OPTIONAL)
            .build();
  }

  /**
   * Reads the files.
   *
   * @param certificate the server's certificate and its intermediates, PEM
   * @param key its private key, PEM in PKCS #8
   * @param clientCa the certificates by which callers are verified, PEM
   * @param now the time, for an expired certificate is refused
   * @throws IOException naming the file that can't be used, and why
   */
  public static ServerTls read(Path certificate, Path key, Path clientCa, Instant now)
      throws IOException {
    ServerTls tls = new ServerTls();
    tls.exchange(certificate, key, clientCa, now);
    return tls;
  }

  /**
   * Goes on with what these files say now.
   *
   * @throws IOException as {@link #read} does, and then everything stays as it was
   */
  public void exchange(Path certificate, Path key, Path clientCa, Instant now) throws IOException {
    TlsFiles files = TlsFiles.read(certificate, key, clientCa, now);
    try {
      // callers first: a new certificate often comes with a new CA that the callers have already
      callers.updateTrustCredentials(files.callers());
      identity.updateIdentityCredentials(files.certificates(), files.key());
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "the certificate %s, its key %s and the client CA %s can't be used together: %s"
              .formatted(certificate, key, clientCa, e.getMessage()),
          e);
    }
    notAfter = Objects.requireNonNull(files.certificates()[0]).getNotAfter().toInstant();
  }

  public ServerCredentials credentials() {
    return credentials;
  }

  /** Until when the server's certificate is good. */
  public Instant notAfter() {
    return notAfter;
  }
}
