package io.gpupool.clouds.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.Context;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.azure.AzureSettings.Credentials;
import io.gpupool.clouds.azure.AzureSettings.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How it is told who we are, and what it means when nobody confirms that. */
class IdentityTest {

  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** The SDK keeps tokens of managed identities for as long as the process lives. */
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** Who asks for tokens in which way. */
  enum Way {
    CLIENT_SECRET,
    WORKLOAD_IDENTITY,
    MANAGED_IDENTITY
  }

  @TempDir private Path folder;
  private final TokenEndpoint tokens = new TokenEndpoint();
  private final TokenEndpoint azure = new TokenEndpoint();

  @AfterEach
  void close() {
    tokens.close();
    azure.close();
  }

  @ParameterizedTest
  @EnumSource
  void aTokenThatIsGivenIsShown(Way way) {
    tokens.give("the-token", HOUR);
    azure.answer(200, "{}");

    assertThat(ask(pipeline(way))).isEqualTo(200);
    assertThat(azure.asked()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void whereNobodyGivesTokensTheCloudIsDark(Way way) {
    HttpPipeline pipeline = pipeline(way);
    tokens.goAway();

    CloudError error = refused(pipeline);

    assertThat(error.kind()).isEqualTo(CloudError.Kind.UNAVAILABLE);
    assertThat(error.code()).isEqualTo("NoToken");
    assertThat(error.text()).contains(host(way)).contains("ConnectException");
    assertThat(azure.asked()).as("what Azure was asked without a token").isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverGivesTokensAndDoesNotAnswerMakesTheCloudDark(Way way) {
    HttpPipeline pipeline = pipeline(way);
    tokens.hang();

    assertThat(refused(pipeline).kind()).isEqualTo(CloudError.Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_SECRET, 500", "CLIENT_SECRET, 502", "CLIENT_SECRET, 503",
    "WORKLOAD_IDENTITY, 500", "WORKLOAD_IDENTITY, 502", "WORKLOAD_IDENTITY, 503",
    "MANAGED_IDENTITY, 500", "MANAGED_IDENTITY, 502", "MANAGED_IDENTITY, 503",
    // so says the machine's own endpoint while it is being changed
    "MANAGED_IDENTITY, 404", "MANAGED_IDENTITY, 410"
  })
  void whoeverGivesTokensAndIsUnwellMakesTheCloudDark(Way way, int status) {
    HttpPipeline pipeline = pipeline(way);
    tokens.answer(status, "{\"error\":\"server_error\",\"error_description\":\"broken\"}");

    CloudError error = refused(pipeline);

    assertThat(error.kind()).isEqualTo(CloudError.Kind.UNAVAILABLE);
    assertThat(error.text()).contains(Integer.toString(status));
    assertThat(tokens.asked())
        .as("what is asked again is asked by us, and within the time that a call may take")
        .filteredOn(uri -> uri.getPath().endsWith("/token"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "CLIENT_SECRET, 200", "CLIENT_SECRET, 403", "CLIENT_SECRET, 503",
    "MANAGED_IDENTITY, 200", "MANAGED_IDENTITY, 403", "MANAGED_IDENTITY, 503"
  })
  void aPageOfAProxyIsNoRefusal(Way way, int status) {
    HttpPipeline pipeline = pipeline(way);
    tokens.answerWithPage(status);

    CloudError error = refused(pipeline);

    assertThat(error.kind()).isEqualTo(CloudError.Kind.UNAVAILABLE);
    assertThat(error.text()).contains("text/html");
  }

  @Test
  void aPassingErrorOfTheDirectoryIsNoRefusalWhateverItsStatus() {
    HttpPipeline pipeline = pipeline(Way.CLIENT_SECRET);
    tokens.answer(400, "{\"error\":\"temporarily_unavailable\",\"error_description\":\"later\"}");

    assertThat(refused(pipeline).kind()).isEqualTo(CloudError.Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @EnumSource
  void whoeverGivesTokensAndAsksToSlowDownIsObeyed(Way way) {
    HttpPipeline pipeline = pipeline(way);
    tokens.throttle("23");

    CloudError error = refused(pipeline);

    assertThat(error.kind()).isEqualTo(CloudError.Kind.THROTTLED);
    assertThat(error.retryAfter()).isEqualTo(Duration.ofSeconds(23));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLIENT_SECRET", "WORKLOAD_IDENTITY"})
  void aWrongSecretIsADenialWithItsCauseAndWhatToDo(Way way) {
    HttpPipeline pipeline = pipeline(way);
    tokens.answer(
        401,
        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret provided.\\r\\nTrace ID: 1\"}");

    CloudError error = refused(pipeline);

    assertThat(error.kind()).isEqualTo(CloudError.Kind.DENIED);
    assertThat(error.code()).isEqualTo("NoCredentials");
    assertThat(error.text())
        .contains("AADSTS7000215: Invalid client secret provided. Trace ID: 1")
        .contains(way == Way.CLIENT_SECRET ? "the secret in " + folder : "federated")
        .doesNotContain("s3cret");
  }

  @Test
  void anIdentityThatTheMachineDoesNotHaveIsADenial() {
    HttpPipeline pipeline = pipeline(Way.MANAGED_IDENTITY);
    tokens.answer(
        400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");

    CloudError error = refused(pipeline);

    assertThat(error.kind()).isEqualTo(CloudError.Kind.DENIED);
    assertThat(error.text()).contains("Identity not found").contains("assign");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CLIENT_SECRET", "WORKLOAD_IDENTITY"})
  void aFileThatIsMissingIsADenialThatNamesIt(Way way) throws IOException {
    HttpPipeline pipeline = pipeline(way);
    Files.delete(file());

    CloudError error = refused(pipeline);

    assertThat(error.kind()).isEqualTo(CloudError.Kind.DENIED);
    assertThat(error.text()).contains(file().toString());
    assertThat(tokens.asked()).isEmpty();
  }

  @Test
  void aSecretThatIsPutRightIsReadAgain() throws IOException {
    HttpPipeline pipeline = pipeline(Way.CLIENT_SECRET);
    tokens.answer(401, "{\"error\":\"invalid_client\",\"error_description\":\"wrong\"}");
    assertThat(refused(pipeline).kind()).isEqualTo(CloudError.Kind.DENIED);
    Files.writeString(file(), "another\n");
    tokens.give("the-token", HOUR);
    azure.answer(200, "{}");

    assertThat(ask(pipeline)).isEqualTo(200);
    assertThat(tokens.forms().get(tokens.forms().size() - 1)).contains("client_secret=another");
  }

  @ParameterizedTest
  @EnumSource
  void aTokenIsAskedForOnceAndKeptWhileNobodyGivesNewOnes(Way way) {
    HttpPipeline pipeline = pipeline(way);
    tokens.give("the-token", HOUR);
    azure.answer(200, "{}");
    ask(pipeline);
    tokens.goAway();

    assertThat(ask(pipeline)).isEqualTo(200);
    assertThat(tokens.asked()).filteredOn(uri -> uri.getPath().endsWith("/token")).hasSize(1);
  }

  @Test
  void theCloudIsBackAsSoonAsTokensAre() {
    HttpPipeline pipeline = pipeline(Way.CLIENT_SECRET);
    azure.answer(200, "{}");
    tokens.goAway();
    assertThat(refused(pipeline).kind()).isEqualTo(CloudError.Kind.UNAVAILABLE);
    tokens.comeBack();
    tokens.give("the-token", HOUR);

    assertThat(ask(pipeline)).isEqualTo(200);
  }

  @Test
  void nothingWasDoneWhereThereWasNoToken() {
    HttpPipeline pipeline = pipeline(Way.CLIENT_SECRET);
    tokens.hang();

    RuntimeException failure = catchThrowableOfType(RuntimeException.class, () -> ask(pipeline));

    assertThat(AzureErrors.ofWriting(failure).mayHaveHappened()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PUBLIC, login.microsoftonline.com, https://management.azure.com",
    "US_GOVERNMENT, login.microsoftonline.us, https://management.usgovcloudapi.net",
    // the SDK goes to the newer of the two names there
    "CHINA, login.(chinacloudapi|partner.microsoftonline).cn, https://management.chinacloudapi.cn"
  })
  void eachAzureHasItsOwnDirectoryAndItsOwnTokens(
      Environment environment, String directory, String management) {
    tokens.give("the-token", HOUR);
    azure.answer(200, "{}");

    ask(pipeline(environment, credentials(Way.CLIENT_SECRET)), environment);
    ask(pipeline(environment, credentials(Way.WORKLOAD_IDENTITY)), environment);
    ask(pipeline(environment, credentials(Way.MANAGED_IDENTITY)), environment);

    assertThat(tokens.asked())
        .filteredOn(uri -> !uri.getHost().equals("169.254.169.254"))
        .hasSizeGreaterThan(1)
        .allSatisfy(uri -> assertThat(uri.getHost()).matches(directory));
    String escaped = management.replace(":", "%3A").replace("/", "%2F");
    assertThat(tokens.forms())
        .filteredOn(form -> form.contains("scope="))
        .hasSize(2)
        .allMatch(form -> form.contains(escaped + "%2F.default"));
    assertThat(tokens.asked())
        .filteredOn(uri -> uri.getHost().equals("169.254.169.254"))
        .singleElement()
        .satisfies(uri -> assertThat(uri.getRawQuery()).contains("resource=" + escaped));
    assertThat(azure.asked())
        .hasSize(3)
        .allSatisfy(uri -> assertThat(uri.toString()).startsWith(management + "/"));
  }

  private static String host(Way way) {
    return way == Way.MANAGED_IDENTITY ? "169.254.169.254" : "login.microsoftonline.com";
  }

  private Path file() {
    return folder.resolve("file");
  }

  private Credentials credentials(Way way) {
    try {
      Files.writeString(file(), "s3cret\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String client = "client-" + NEXT.incrementAndGet();
    return switch (way) {
      case CLIENT_SECRET -> new Credentials.ClientSecret("tenant", client, file());
      case WORKLOAD_IDENTITY ->
          new Credentials.WorkloadIdentity(
              Optional.of("tenant"), Optional.of(client), Optional.of(file()));
      case MANAGED_IDENTITY -> new Credentials.ManagedIdentity(Optional.of(client));
    };
  }

  private HttpPipeline pipeline(Way way) {
    return pipeline(Environment.PUBLIC, credentials(way));
  }

  private HttpPipeline pipeline(Environment environment, Credentials credentials) {
    AzureSettings settings =
        new AzureSettings(
            "5a1e",
            List.of(),
            Map.of(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            environment,
            Optional.empty(),
            credentials,
            AzureSettings.Timeouts.DEFAULT);
    return new HttpPipelineBuilder()
        .httpClient(azure.client(PATIENCE))
        .policies(new Identity(settings, tokens.client(PATIENCE)))
        .build();
  }

  private static int ask(HttpPipeline pipeline) {
    return ask(pipeline, Environment.PUBLIC);
  }

  private static int ask(HttpPipeline pipeline, Environment environment) {
    HttpRequest request =
        new HttpRequest(HttpMethod.GET, environment.management() + "/subscriptions?a=b");
    try (HttpResponse answer = pipeline.sendSync(request, Context.NONE)) {
      assertThat(request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION))
          .isEqualTo("Bearer the-token");
      return answer.getStatusCode();
    }
  }

  private static CloudError refused(HttpPipeline pipeline) {
    return AzureErrors.ofReading(catchThrowableOfType(RuntimeException.class, () -> ask(pipeline)));
  }
}
