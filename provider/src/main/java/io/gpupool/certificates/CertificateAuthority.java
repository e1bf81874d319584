package io.gpupool.certificates;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A certificate authority in memory, for trials and tests: makes its own certificate, and signs
 * those of servers and clients. Keys are P-256.
 */
public final class CertificateAuthority {

  /** Certificates are valid from a little before they are made, for clocks that are behind. */
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private final SecureRandom random = new SecureRandom();

  /** A name of its own: many clients keep only one authority of each name. */
  private final X500Name name =
      new X500Name("CN=gpupool trial CA " + HexFormat.of().toHexDigits(random.nextInt()));

  private final Instant now;
  private final Duration validity;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /**
   * @param now the time from which on its certificates are good
   * @param validity for how long
   */
  public CertificateAuthority(Instant now, Duration validity) {
    this.now = now;
    this.validity = validity;
    try {
      keys = newKeys();
      JcaX509v3CertificateBuilder builder = builder(name, keys);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      certificate = sign(builder);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this Java runtime can't make P-256 certificates", e);
    }
  }

  /** Its own certificate, PEM. */
  public String certificatePem() {
    try {
      return pem(new JcaMiscPEMGenerator(certificate).generate());
    } catch (IOException e) {
      throw new IllegalStateException("a certificate that was just made can't be written", e);
    }
  }

  /**
   * A certificate for a server or a client.
   *
   * @param dnsNames subject alternative names of type DNS
   * @param ipAddresses subject alternative names of type IP
   */
  public Identity issue(Collection<String> dnsNames, Collection<String> ipAddresses) {
    try {
      KeyPair subject = newKeys();
      String first = dnsNames.stream().findFirst().orElse("gpupool");
      JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=" + first), subject);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(
          Extension.extendedKeyUsage,
          false,
          new ExtendedKeyUsage(
              new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}));
      GeneralName[] names =
          java.util.stream.Stream.concat(
                  dnsNames.stream().map(dns -> new GeneralName(GeneralName.dNSName, dns)),
                  ipAddresses.stream().map(ip -> new GeneralName(GeneralName.iPAddress, ip)))
              .toArray(GeneralName[]::new);
      if (names.length > 0) {
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
      }
      return new Identity(
          pem(new JcaMiscPEMGenerator(sign(builder)).generate()),
          pem(new PemObject("PRIVATE KEY", subject.getPrivate().getEncoded())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("this Java runtime can't make P-256 certificates", e);
    }
  }

  private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair subjectKeys) {
    return new JcaX509v3CertificateBuilder(
        name,
        new BigInteger(120, random),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(validity)),
        subject,
        subjectKeys.getPublic());
  }

  private X509Certificate sign(JcaX509v3CertificateBuilder builder)
      throws OperatorCreationException, GeneralSecurityException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static String pem(org.bouncycastle.util.io.pem.PemObjectGenerator object)
      throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}
