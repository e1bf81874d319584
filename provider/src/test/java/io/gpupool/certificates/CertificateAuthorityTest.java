package io.gpupool.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {

  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  private final CertificateAuthority authority = new CertificateAuthority(NOW, Duration.ofDays(1));

  @Test
  void whatItSignsIsTrustedByWhoeverTrustsIt() throws Exception {
    Identity identity = authority.issue(List.of("localhost"), List.of("127.0.0.1"));
    validate(identity, authority, NOW);
  }

  @Test
  void whatAnotherAuthorityOfTheSameNameSignsIsNot() {
    Identity stranger =
        new CertificateAuthority(NOW, Duration.ofDays(1)).issue(List.of("localhost"), List.of());
    assertThatThrownBy(() -> validate(stranger, authority, NOW))
        .isInstanceOf(CertPathValidatorException.class);
  }

  @Test
  void itIsGoodForAsLongAsWasSaidAndForClocksThatAreALittleBehind() throws Exception {
    Identity identity = authority.issue(List.of("localhost"), List.of());
    validate(identity, authority, NOW.minus(Duration.ofMinutes(4)));
    validate(identity, authority, NOW.plus(Duration.ofHours(23)));
    for (Instant outside :
        List.of(NOW.minus(Duration.ofMinutes(6)), NOW.plus(Duration.ofHours(25)))) {
      assertThatThrownBy(() -> validate(identity, authority, outside))
          .isInstanceOf(CertPathValidatorException.class);
    }
  }

  @Test
  void namesStandWhereTlsLooksForThem() throws Exception {
    X509Certificate certificate =
        certificate(authority.issue(List.of("a.example", "b"), List.of("127.0.0.1", "::1")));
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    assertThat(names)
        .extracting(name -> name.get(0) + " " + name.get(1))
        .containsExactlyInAnyOrder("2 a.example", "2 b", "7 127.0.0.1", "7 0:0:0:0:0:0:0:1");
  }

  @Test
  void itServesAndCallsAndSignsNothing() throws Exception {
    X509Certificate certificate = certificate(authority.issue(List.of("localhost"), List.of()));
    assertThat(certificate.getExtendedKeyUsage())
        .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(parse(authority.certificatePem()).getBasicConstraints())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void theKeyBelongsToTheCertificateAndIsPkcs8() throws Exception {
    Identity identity = authority.issue(List.of("localhost"), List.of());
    String encoded =
        identity.keyPem().replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    PrivateKey key =
        KeyFactory.getInstance("EC")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(encoded)));
    byte[] message = {1, 2, 3};
    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(key);
    signing.update(message);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance("SHA256withECDSA");
    verifying.initVerify(certificate(identity).getPublicKey());
    verifying.update(message);
    assertThat(verifying.verify(signature)).isTrue();
  }

  @Test
  void everyCertificateHasANumberAndAKeyOfItsOwn() throws Exception {
    X509Certificate one = certificate(authority.issue(List.of("a"), List.of()));
    X509Certificate two = certificate(authority.issue(List.of("a"), List.of()));
    assertThat(one.getSerialNumber()).isNotEqualTo(two.getSerialNumber());
    assertThat(one.getPublicKey()).isNotEqualTo(two.getPublicKey());
  }

  @Test
  void theKeyIsNotPrinted() {
    Identity identity = authority.issue(List.of("a"), List.of());
    assertThat(identity.toString()).doesNotContain(identity.keyPem()).contains("key withheld");
  }

  private static void validate(Identity identity, CertificateAuthority authority, Instant when)
      throws Exception {
    CertPath path =
        CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate(identity)));
    PKIXParameters parameters =
        new PKIXParameters(Set.of(new TrustAnchor(parse(authority.certificatePem()), null)));
    parameters.setRevocationEnabled(false);
    parameters.setDate(Date.from(when));
    assertThat(CertPathValidator.getInstance("PKIX").validate(path, parameters)).isNotNull();
  }

  private static X509Certificate certificate(Identity identity) throws Exception {
    return parse(identity.certificatePem());
  }

  private static X509Certificate parse(String pem) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }
}
