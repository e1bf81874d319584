package io.gpupool.clouds.emulator.aws.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a signed request says of itself: whose key signed it, for which region and which service.
 * That is how one port can serve all of them.
 */
public record CredentialScope(String accessKeyId, String region, String service) {

  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "AWS4-HMAC-SHA256 +Credential=([^/, ]+)/(\\d{8})/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request"
              + " *, *SignedHeaders=[^, ]+ *, *Signature=[0-9a-f]{64} *");

  /** Reads an {@code Authorization} header; the signature itself is not verified. */
  public static Optional<CredentialScope> of(String authorization) {
    Matcher matcher = AUTHORIZATION.matcher(authorization);
    return matcher.matches()
        ? Optional.of(new CredentialScope(matcher.group(1), matcher.group(3), matcher.group(4)))
        : Optional.empty();
  }
}
