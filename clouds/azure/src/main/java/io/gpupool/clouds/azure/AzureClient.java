package io.gpupool.clouds.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.UserAgentPolicy;
import com.azure.resourcemanager.compute.fluent.ComputeManagementClient;
import com.azure.resourcemanager.compute.implementation.ComputeManagementClientBuilder;
import java.net.URI;
import java.time.Duration;

/**
 * The SDK's clients, one for reading and one for changing, made when they are first needed. Neither
 * repeats anything: {@link Reads} does that for readings, and nobody does for changes.
 */
final class AzureClient {

  private final AzureSettings settings;
  private final Lazily<HttpPipeline> pipeline;
  private final Lazily<ComputeManagementClient> reading;
  private final Lazily<ComputeManagementClient> writing;

  AzureClient(AzureSettings settings) {
    this.settings = settings;
    pipeline = new Lazily<>(() -> pipeline(settings.timeouts().attempt()));
    reading = new Lazily<>(() -> client(pipeline.get()));
    writing = new Lazily<>(() -> client(pipeline(settings.timeouts().write())));
  }

  ComputeManagementClient reading() {
    return reading.get();
  }

  ComputeManagementClient writing() {
    return writing.get();
  }

  /** How requests travel that the SDK has no method for. */
  HttpPipeline pipeline() {
    return pipeline.get();
  }

  /** How long one change may take. */
  Duration writeTimeout() {
    return settings.timeouts().write();
  }

  /** Whether an address is Azure Resource Manager's, so that our token may be shown there. */
  boolean isOurs(URI address) {
    URI management = settings.management();
    return management.getScheme().equalsIgnoreCase(address.getScheme())
        && management.getAuthority().equalsIgnoreCase(address.getAuthority());
  }

  private ComputeManagementClient client(HttpPipeline travels) {
    return new ComputeManagementClientBuilder()
        .pipeline(travels)
        .endpoint(settings.management().toString())
        .subscriptionId(settings.subscription())
        .buildClient();
  }

  private HttpPipeline pipeline(Duration patience) {
    HttpClient http =
        new JdkHttpClientBuilder()
            .connectionTimeout(settings.timeouts().connect())
            .responseTimeout(patience)
            .readTimeout(patience)
            .writeTimeout(patience)
            .build();
    return new HttpPipelineBuilder()
        .httpClient(http)
        .policies(
            new UserAgentPolicy("gpupool"), new Identity(settings, http), new GenuineAnswers())
        .build();
  }
}
