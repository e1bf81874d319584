package io.gpupool.certificates;

/**
 * A certificate and its private key.
 *
 * @param certificatePem the certificate, PEM
 * @param keyPem the key, PEM in PKCS #8; a secret
 */
public record Identity(String certificatePem, String keyPem) {
  @Override
  public String toString() {
    return "Identity[" + certificatePem.length() + " characters of certificate, key withheld]";
  }
}
