package io.gpupool.clouds.emulator.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialScopeTest {

  private static final String SIGNATURE = "0123456789abcdef".repeat(4);

  @Test
  void saysWhoseKeySignedForWhichRegionAndService() {
    assertThat(
            CredentialScope.of(
                "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/autoscaling/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature="
                    + SIGNATURE))
        .contains(new CredentialScope("AKID", "us-east-1", "autoscaling"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer token",
        "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/autoscaling/aws4_request",
        "AWS4-HMAC-SHA256 Credential=AKID/2026/us-east-1/autoscaling/aws4_request,"
            + " SignedHeaders=host, Signature=00",
        "AWS4-HMAC-SHA256 Credential=AKID, SignedHeaders=host, Signature=00"
      })
  void isNotReadFromAHeaderThatIsNotWellFormed(String header) {
    assertThat(CredentialScope.of(header)).isEmpty();
  }
}
