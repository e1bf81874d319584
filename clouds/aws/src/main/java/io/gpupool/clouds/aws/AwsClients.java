package io.gpupool.clouds.aws;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's clients. Reads are retried by the SDK; there is a client of its own for changes, which
 * retries nothing: whether a change that failed is to be tried again is not decided down here.
 */
final class AwsClients implements AutoCloseable {

  private static final String SESSION = "gpupool";

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final AutoScalingClient reading;
  private final AutoScalingClient writing;
  private final Ec2Client ec2;

  AwsClients(AwsSettings settings) {
    AwsSettings.Timeouts timeouts = settings.timeouts();
    RequestBudget budget = new RequestBudget(settings.budget());
    http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(timeouts.connect())
            .socketTimeout(longest(timeouts.attempt(), timeouts.write()))
            .build();
    credentials = credentials(settings);
    ClientOverrideConfiguration reads =
        overrides(
                timeouts.attempt(),
                timeouts.read(),
                AwsRetryStrategy.forRetryMode(RetryMode.STANDARD))
            .addExecutionInterceptor(budget)
            .build();
    ClientOverrideConfiguration writes =
        overrides(timeouts.write(), timeouts.write(), AwsRetryStrategy.doNotRetry())
            .addExecutionInterceptor(budget)
            .build();
    reading = configured(AutoScalingClient.builder(), settings, credentials, reads).build();
    writing = configured(AutoScalingClient.builder(), settings, credentials, writes).build();
    ec2 = configured(Ec2Client.builder(), settings, credentials, reads).build();
  }

  AutoScalingClient reading() {
    return reading;
  }

  AutoScalingClient writing() {
    return writing;
  }

  Ec2Client ec2() {
    return ec2;
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
    ec2.close();
    if (credentials instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
    http.close();
  }

  private AwsCredentialsProvider credentials(AwsSettings settings) {
    AwsCredentialsProvider own =
        settings
            .accessKey()
            .<AwsCredentialsProvider>map(
                key ->
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.id(), key.secret())))
            .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    if (settings.assumeRole().isEmpty()) {
      return own;
    }
    AwsSettings.Timeouts timeouts = settings.timeouts();
    StsClient sts =
        configured(
                StsClient.builder(),
                settings,
                own,
                overrides(
                        timeouts.attempt(),
                        timeouts.read(),
                        AwsRetryStrategy.forRetryMode(RetryMode.STANDARD))
                    .build())
            .build();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            request -> request.roleArn(settings.assumeRole().get()).roleSessionName(SESSION))
        .build();
  }

  private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B configured(
      B builder,
      AwsSettings settings,
      AwsCredentialsProvider as,
      ClientOverrideConfiguration overrides) {
    builder
        .region(Region.of(settings.region()))
        .credentialsProvider(as)
        .httpClient(http)
        .overrideConfiguration(overrides);
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder;
  }

  private static ClientOverrideConfiguration.Builder overrides(
      Duration attempt, Duration whole, RetryStrategy retries) {
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(attempt)
        .apiCallTimeout(whole)
        .retryStrategy(retries)
        .addExecutionInterceptor(new GenuineAnswers());
  }

  private static Duration longest(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
