package io.gpupool.clouds.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.SimpleTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
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
              return failure instanceof CredentialsException
                  ? failure
                  : new CredentialsException(denied(TokenRequests.reason(failure)), failure);
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
      TokenRequests requests = new TokenRequests();
      TokenCredential credential = credential(pipeline(requests));
      TokenRequestContext request =
          new TokenRequestContext().addScopes(settings.environment().scope());
      known =
          new SimpleTokenCache(
              () ->
                  credential
                      .getToken(request)
                      .onErrorMap(
                          failure -> new CredentialsException(error(requests, failure), failure)));
      tokens.set(known);
    }
    return known;
  }

  /** The SDK's own would ask again and again, for longer than a call may take. */
  private HttpPipeline pipeline(TokenRequests requests) {
    return new HttpPipelineBuilder()
        .httpClient(http)
        .policies(new UserAgentPolicy("gpupool"), requests)
        .build();
  }

  private TokenCredential credential(HttpPipeline pipeline) {
    String authority = settings.environment().authority();
    Credentials credentials = settings.credentials();
    if (credentials instanceof Credentials.AccessToken given) {
      AccessToken token =
          new AccessToken(given.value(), OffsetDateTime.of(9999, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC));
      return request -> Mono.just(token);
    }
    if (credentials instanceof Credentials.WorkloadIdentity workload) {
      WorkloadIdentityCredentialBuilder builder =
          new WorkloadIdentityCredentialBuilder().authorityHost(authority).pipeline(pipeline);
      workload.tenant().ifPresent(builder::tenantId);
      workload.client().ifPresent(builder::clientId);
      workload.tokenFile().ifPresent(file -> builder.tokenFilePath(file.toString()));
      return builder.build();
    }
    if (credentials instanceof Credentials.ManagedIdentity managed) {
      ManagedIdentityCredentialBuilder builder =
          new ManagedIdentityCredentialBuilder().pipeline(pipeline);
      managed.client().ifPresent(builder::clientId);
      return builder.build();
    }
    if (credentials instanceof Credentials.ClientSecret secret) {
      return new ClientSecretCredentialBuilder()
          .authorityHost(authority)
          .pipeline(pipeline)
          .tenantId(secret.tenant())
          .clientId(secret.client())
          .clientSecret(content(secret.secretFile()))
          .build();
    }
    if (credentials instanceof Credentials.ClientCertificate certificate) {
      return new ClientCertificateCredentialBuilder()
          .authorityHost(authority)
          .pipeline(pipeline)
          .tenantId(certificate.tenant())
          .clientId(certificate.client())
          .pemCertificate(certificate.certificateFile().toString())
          .build();
    }
    return new DefaultAzureCredentialBuilder().authorityHost(authority).pipeline(pipeline).build();
  }

  private static String content(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What it means that there is no token: nobody could be asked, or we were refused. */
  private CloudError error(TokenRequests requests, Throwable failure) {
    return requests
        .passing()
        .orElseGet(() -> denied(requests.refusal().orElseGet(() -> TokenRequests.reason(failure))));
  }

  private CloudError denied(String reason) {
    return CloudError.of(
        Kind.DENIED,
        "NoCredentials",
        "no access token for Azure is given: %s; %s".formatted(reason, remedy()));
  }

  private String remedy() {
    Credentials credentials = settings.credentials();
    if (credentials instanceof Credentials.ClientSecret secret) {
      return "see that the secret in %s is one of the client %s of the tenant %s and hasn't ended"
          .formatted(secret.secretFile(), secret.client(), secret.tenant());
    }
    if (credentials instanceof Credentials.ClientCertificate certificate) {
      return "see that the certificate in %s is one of the client %s of the tenant %s and hasn't ended"
          .formatted(certificate.certificateFile(), certificate.client(), certificate.tenant());
    }
    if (credentials instanceof Credentials.WorkloadIdentity workload) {
      return "see that the pod has a service account's federated token and that the client%s trusts that account's issuer and name"
          .formatted(workload.client().map(client -> " " + client).orElse(""));
    }
    if (credentials instanceof Credentials.ManagedIdentity managed) {
      return managed
          .client()
          .map(client -> "assign the identity %s to this machine".formatted(client))
          .orElse("assign an identity to this machine");
    }
    return "say in the configuration as whom Azure is to be asked, or set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret";
  }
}
