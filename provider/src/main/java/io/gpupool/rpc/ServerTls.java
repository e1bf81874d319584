package io.gpupool.rpc;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The server's certificate and the CA of its callers, from files that are looked at again every
 * minute, so that renewed ones are used without a restart.
 */
public final class ServerTls implements AutoCloseable {

  private static final long LOOK_EVERY_SECONDS = 60;

  private final ServerCredentials credentials;
  private final Closeable identity;
  private final Closeable trust;

  private ServerTls(ServerCredentials credentials, Closeable identity, Closeable trust) {
    this.credentials = credentials;
    this.identity = identity;
    this.trust = trust;
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
  public static ServerTls read(
      Path certificate, Path key, Path clientCa, Instant now, ScheduledExecutorService reloading)
      throws IOException {
    TlsFiles.check(certificate, key, clientCa, now);
    try {
      AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
      Closeable identity =
          keys.updateIdentityCredentials(
              certificate.toFile(), key.toFile(), LOOK_EVERY_SECONDS, TimeUnit.SECONDS, reloading);
      AdvancedTlsX509TrustManager callers =
          AdvancedTlsX509TrustManager.newBuilder()
              .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
              .build();
      Closeable trust =
          callers.updateTrustCredentials(
              clientCa.toFile(), LOOK_EVERY_SECONDS, TimeUnit.SECONDS, reloading);
      ServerCredentials credentials =
          TlsServerCredentials.newBuilder()
              .keyManager(keys)
              .trustManager(callers)
              .clientAuth(ClientAuth.OPTIONAL)
              .build();
      return new ServerTls(credentials, identity, trust);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "the certificate %s, its key %s and the client CA %s can't be used together: %s; expected PEM, the key in PKCS #8"
              .formatted(certificate, key, clientCa, e.getMessage()),
          e);
    }
  }

  public ServerCredentials credentials() {
    return credentials;
  }

  @Override
  public void close() throws IOException {
    identity.close();
    trust.close();
  }
}
