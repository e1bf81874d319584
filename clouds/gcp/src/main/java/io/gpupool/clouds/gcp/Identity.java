package io.gpupool.clouds.gcp;

import com.google.api.client.http.HttpResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to the Compute API. Credentials are looked for at the first request and again at the
 * next where there were none, so that a server starts without them and finds them once they are
 * there.
 */
final class Identity {

  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/cloud-platform");
  private static final int TOKEN_LIFETIME_SECONDS = 3_600;
  private static final int SERVER_ERROR = 500;

  private final GcpSettings settings;
  private @Nullable Credentials credentials;

  Identity(GcpSettings settings) {
    this.settings = settings;
  }

  /** The headers that a request to this address carries. */
  Map<String, List<String>> headers(URI address) throws CredentialsException {
    if (settings.credentials() instanceof GcpSettings.Credentials.None) {
      return Map.of();
    }
    try {
      return credentials().getRequestMetadata(address);
    } catch (IOException | RuntimeException failed) {
      throw new CredentialsException(error(failed), failed);
    }
  }

  /** The API didn't accept what it was shown; what is remembered is forgotten. */
  synchronized void wasRefused() {
    credentials = null;
  }

  private synchronized Credentials credentials() throws IOException {
    Credentials found = credentials;
    if (found == null) {
      found = find();
      credentials = found;
    }
    return found;
  }

  private Credentials find() throws IOException {
    GoogleCredentials own =
        settings.credentials() instanceof GcpSettings.Credentials.AccessToken token
            ? GoogleCredentials.create(
                AccessToken.newBuilder().setTokenValue(token.value()).build())
            : GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
    if (settings.impersonate().isEmpty()) {
      return own;
    }
    int millis = (int) settings.timeouts().attempt().toMillis();
    String account = settings.impersonate().get();
    ImpersonatedCredentials.Builder acting =
        ImpersonatedCredentials.newBuilder()
            .setSourceCredentials(own)
            .setTargetPrincipal(account)
            .setScopes(SCOPES)
            .setLifetime(TOKEN_LIFETIME_SECONDS)
            .setConnectTimeout(millis)
            .setReadTimeout(millis)
            .setHttpTransportFactory(NetHttpTransport::new);
    settings
        .endpoint()
        .ifPresent(
            endpoint ->
                acting.setIamEndpointOverride(
                    endpoint
                        + "/v1/projects/-/serviceAccounts/"
                        + account
                        + ":generateAccessToken"));
    return acting.build();
  }

  private CloudError error(Exception failed) {
    Optional<HttpResponseException> refusal = refusal(failed);
    if (refusal.isPresent() && refusal.get().getStatusCode() < SERVER_ERROR) {
      return CloudError.of(
          Kind.DENIED,
          "NoToken",
          settings
                  .impersonate()
                  .map(account -> "acting as " + account + " was refused: ")
                  .orElse("no access token is given: ")
              + failed.getMessage());
    }
    if (refusal.isPresent() || isPassing(failed)) {
      return CloudError.of(
          Kind.UNAVAILABLE, "NoToken", "no access token at the moment: " + failed.getMessage());
    }
    return CloudError.of(
        Kind.DENIED,
        "NoCredentials",
        "no usable Google credentials were found in the environment, in gcloud's files or with the"
            + " machine; set GOOGLE_APPLICATION_CREDENTIALS or give the server a service account");
  }

  private static boolean isPassing(Exception failed) {
    return failed instanceof com.google.auth.Retryable retryable && retryable.isRetryable();
  }

  private static Optional<HttpResponseException> refusal(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpResponseException refused) {
        return Optional.of(refused);
      }
    }
    return Optional.empty();
  }
}
