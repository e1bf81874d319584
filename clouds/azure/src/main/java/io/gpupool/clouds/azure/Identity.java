package io.gpupool.clouds.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.SimpleTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import io.gpupool.clouds.azure.AzureSettings.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Who we are to Azure Resource Manager. The SDK's own policy refuses every address that isn't
 * https; {@link AzureSettings} has already looked to it that tokens only travel safely. Credentials
 * are looked for at the first request, and again after one that was refused.
 */
final class Identity implements HttpPipelinePolicy {

  private static final int UNAUTHORIZED = 401;

  private final AzureSettings settings;
  private final HttpClient http;
  private final AtomicReference<@Nullable SimpleTokenCache> tokens = new AtomicReference<>();

  Identity(AzureSettings settings, HttpClient http) {
    this.settings = settings;
    this.http = http;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    if (settings.credentials() instanceof Credentials.None) {
      return next.process();
    }
    return Mono.defer(() -> cache().getToken())
        .onErrorMap(
            failure -> {
              tokens.set(null);
              return new CredentialsException(failure);
            })
        .flatMap(
            token -> {
              context
                  .getHttpRequest()
                  .setHeader(HttpHeaderName.AUTHORIZATION, "Bearer " + token.getToken());
              return next.process();
            })
        .doOnNext(
            answer -> {
              if (answer.getStatusCode() == UNAUTHORIZED) {
                tokens.set(null);
              }
            });
  }

  private synchronized SimpleTokenCache cache() {
    SimpleTokenCache known = tokens.get();
    if (known == null) {
      TokenCredential credential = credential();
      TokenRequestContext request =
          new TokenRequestContext().addScopes(settings.environment().scope());
      known = new SimpleTokenCache(() -> credential.getToken(request));
      tokens.set(known);
    }
    return known;
  }

  private TokenCredential credential() {
    String authority = settings.environment().authority();
    Credentials credentials = settings.credentials();
    if (credentials instanceof Credentials.AccessToken given) {
      AccessToken token =
          new AccessToken(given.value(), OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
      return request -> Mono.just(token);
    }
    if (credentials instanceof Credentials.WorkloadIdentity workload) {
      WorkloadIdentityCredentialBuilder builder =
          new WorkloadIdentityCredentialBuilder().authorityHost(authority).httpClient(http);
      workload.tenant().ifPresent(builder::tenantId);
      workload.client().ifPresent(builder::clientId);
      workload.tokenFile().ifPresent(file -> builder.tokenFilePath(file.toString()));
      return builder.build();
    }
    if (credentials instanceof Credentials.ManagedIdentity managed) {
      ManagedIdentityCredentialBuilder builder =
          new ManagedIdentityCredentialBuilder().httpClient(http);
      managed.client().ifPresent(builder::clientId);
      return builder.build();
    }
    if (credentials instanceof Credentials.ClientSecret secret) {
      return new ClientSecretCredentialBuilder()
          .authorityHost(authority)
          .httpClient(http)
          .tenantId(secret.tenant())
          .clientId(secret.client())
          .clientSecret(content(secret.secretFile()))
          .build();
    }
    if (credentials instanceof Credentials.ClientCertificate certificate) {
      return new ClientCertificateCredentialBuilder()
          .authorityHost(authority)
          .httpClient(http)
          .tenantId(certificate.tenant())
          .clientId(certificate.client())
          .pemCertificate(certificate.certificateFile().toString())
          .build();
    }
    return new DefaultAzureCredentialBuilder().authorityHost(authority).httpClient(http).build();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
