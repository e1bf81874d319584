package io.gpupool.rpc;

import io.grpc.util.CertificateUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * Looks at a server's certificate, key and client CA before they are used, because gRPC itself
 * takes what can't work, and then every handshake fails without saying why.
 */
final class TlsFiles {

  private final X509Certificate[] certificates;
  private final PrivateKey key;
  private final X509Certificate[] callers;

  private TlsFiles(X509Certificate[] certificates, PrivateKey key, X509Certificate[] callers) {
    this.certificates = certificates;
    this.key = key;
    this.callers = callers;
  }

  /** The server's own certificate, and then its intermediates. */
  X509Certificate[] certificates() {
    return certificates;
  }

  PrivateKey key() {
    return key;
  }

  /** The certificates by which callers are verified. */
  X509Certificate[] callers() {
    return callers;
  }

  /**
   * Reads the files and checks that they hold what they should, belong together and are in date.
   *
   * @throws IOException naming the file that can't be used, why, and what was expected
   */
  static TlsFiles read(Path certificate, Path key, Path clientCa, Instant now) throws IOException {
    X509Certificate[] chain = certificates(certificate);
    X509Certificate own = chain[0];
    PrivateKey secret = key(key);
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new IOException(
          "%s: the certificate has expired at %s; autoscalers won't connect to this server"
              .formatted(certificate, own.getNotAfter().toInstant()));
    }
    if (!belongTogether(own, secret)) {
      throw new IOException(
          "%s is not the key of the certificate in %s; has only one of them been renewed?"
              .formatted(key, certificate));
    }
    return new TlsFiles(chain, secret, certificates(clientCa));
  }

  private static X509Certificate[] certificates(Path file) throws IOException {
    X509Certificate[] certificates;
    try {
      certificates = CertificateUtils.getX509Certificates(new ByteArrayInputStream(bytes(file)));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s can't be used: %s; expected certificates in PEM".formatted(file, e.getMessage()), e);
    }
    if (certificates.length == 0) {
      throw new IOException(file + " holds no certificate; expected one or more in PEM");
    }
    return certificates;
  }

  private static PrivateKey key(Path file) throws IOException {
    byte[] bytes = bytes(file);
    try {
      return CertificateUtils.getPrivateKey(new ByteArrayInputStream(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException | IOException e) {
      throw new IOException(
          file
              + " holds no usable private key; expected PEM in PKCS #8, which begins with"
              + " '-----BEGIN PRIVATE KEY-----' (openssl pkcs8 -topk8 -nocrypt makes it from others)",
          e);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException(
          file + " can't be read: " + (Files.exists(file) ? "no permission" : "no such file"));
    }
    return Files.readAllBytes(file);
  }

  private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] anything = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(anything);
      byte[] signature = signing.sign();
      signing.initVerify(certificate.getPublicKey());
      signing.update(anything);
      return signing.verify(signature);
    } catch (GeneralSecurityException ofDifferentKinds) {
      return false;
    }
  }
}
