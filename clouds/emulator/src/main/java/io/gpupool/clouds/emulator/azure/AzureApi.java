package io.gpupool.clouds.emulator.azure;

import com.github.tomakehurst.wiremock.common.Json;
import io.gpupool.clouds.emulator.Answer;
import io.gpupool.clouds.emulator.EmulatedApi;
import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.Form;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.Received;
import io.gpupool.clouds.emulator.SeededNames;
import io.gpupool.clouds.emulator.azure.access.Access;
import io.gpupool.clouds.emulator.azure.compute.Method;
import io.gpupool.clouds.emulator.azure.compute.Request;
import io.gpupool.clouds.emulator.azure.compute.Result;
import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.Precondition;
import io.gpupool.clouds.emulator.azure.model.World;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Azure Resource Manager's HTTP interface: finds the operation by the path, lets in who may come
 * in, and frames what comes of it.
 */
final class AzureApi implements EmulatedApi {

  private static final Logger LOG = LoggerFactory.getLogger(AzureApi.class);
  private static final Pattern VERSION = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:-preview)?");
  private static final String VERSION_PARAMETER = "api-version";
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  private final World world;
  private final Access access;
  private final List<Method> methods;
  private final TokenService tokens;
  private final RateLimits limits;
  private final SeededNames names;
  private final int pageSize;

  AzureApi(
      World world,
      Access access,
      List<Method> methods,
      TokenService tokens,
      RateLimits limits,
      SeededNames names,
      int pageSize) {
    this.world = world;
    this.access = access;
    this.methods = List.copyOf(methods);
    this.tokens = tokens;
    this.limits = limits;
    this.names = names;
    this.pageSize = pageSize;
  }

  @Override
  public Inquiry read(Received received) {
    Optional<String> token = tokens.action(received);
    if (token.isPresent()) {
      return new TokenInquiry(received, token.get());
    }
    List<String> segments =
        Arrays.stream(received.path().replaceFirst("^/", "").split("/", -1))
            .map(Form::decodeOne)
            .toList();
    for (Method method : methods) {
      Optional<Map<String, String>> variables = method.matches(received.method(), segments);
      if (variables.isPresent()) {
        return new AzureInquiry(received, Optional.of(method), variables.get());
      }
    }
    return new AzureInquiry(received, Optional.empty(), Map.of());
  }

  private Answer error(int status, String code, String message, Map<String, String> headers) {
    return answer(
        status,
        headers,
        Fields.none()
            .with("error", Fields.none().with("code", code).with("message", message))
            .json(),
        Optional.of(code));
  }

  /** As the compute provider says it: the code is a general one, and the details tell. */
  private Answer throttled(Duration wait) {
    String code = "OperationNotAllowed";
    String group = "VMScaleSetBatchedVMRequests5Min";
    Fields detail =
        Fields.none()
            .with("code", "TooManyRequests")
            .with("target", group)
            .with("message", Fields.none().with("operationGroup", group).json());
    return answer(
        429,
        Map.of("Retry-After", Long.toString(Math.max(1, (wait.toMillis() + 999) / 1_000))),
        Fields.none()
            .with(
                "error",
                Fields.none()
                    .with("code", code)
                    .with(
                        "message",
                        "The server rejected the request because too many requests have been"
                            + " received for this subscription.")
                    .with("details", List.of(detail)))
            .json(),
        Optional.of(code));
  }

  private Answer answer(
      int status, Map<String, String> headers, String body, Optional<String> code) {
    Map<String, String> all = new LinkedHashMap<>();
    String id = names.uuid();
    all.put("x-ms-request-id", id);
    all.put("x-ms-correlation-request-id", id);
    all.put("x-ms-routing-request-id", "EMULATED:" + id);
    all.putAll(headers);
    return new Answer(status, "application/json; charset=utf-8", all, body, code);
  }

  /** A request for a token. */
  private final class TokenInquiry implements Inquiry {

    private final Received received;
    private final String action;

    TokenInquiry(Received received, String action) {
      this.received = received;
      this.action = action;
    }

    @Override
    public Operation operation() {
      Map<String, String> parameters = Form.decode(received.query());
      parameters.put("body", received.body());
      return new Operation("azure", "login", "", action, parameters);
    }

    @Override
    public Answer carryOut() {
      return tokens.answer(action, received);
    }

    @Override
    public Answer error(int status, String code, String message) {
      return AzureApi.this.answer(
          status,
          Map.of(),
          Fields.none().with("error", code).with("error_description", message).json(),
          Optional.of(code));
    }

    @Override
    public Answer throttled() {
      return error(429, "temporarily_unavailable", "AADSTS90055: Too many requests.");
    }
  }

  /** One request to Resource Manager. */
  private final class AzureInquiry implements Inquiry {

    private final Received received;
    private final Optional<Method> method;
    private final Map<String, String> variables;
    private final Map<String, String> query;
    private final Operation operation;

    AzureInquiry(Received received, Optional<Method> method, Map<String, String> variables) {
      this.received = received;
      this.method = method;
      this.variables = variables;
      this.query = Form.decode(received.query());
      Map<String, String> parameters = new LinkedHashMap<>(variables);
      parameters.putAll(query);
      if (!received.body().isEmpty()) {
        parameters.put("body", received.body());
      }
      this.operation =
          new Operation(
              "azure",
              method.isPresent() ? "Microsoft.Compute" : "",
              variables.getOrDefault("location", ""),
              method.map(Method::name).orElse(""),
              parameters);
    }

    @Override
    public Operation operation() {
      return operation;
    }

    @Override
    public Answer carryOut() {
      try {
        return answered();
      } catch (AzureException refused) {
        return error(refused.status(), refused.code(), refused.text());
      } catch (RuntimeException defect) {
        LOG.error("the emulated Azure failed at {}", operation, defect);
        return error(500, "InternalServerError", "The emulator itself failed: " + defect);
      }
    }

    @Override
    public Answer error(int status, String code, String message) {
      return AzureApi.this.error(
          status,
          code,
          message,
          status == 401
              ? Map.of(
                  "WWW-Authenticate",
                  "Bearer authorization_uri=\"" + base() + "/common\", error=\"invalid_token\"")
              : Map.of());
    }

    @Override
    public Answer throttled() {
      return AzureApi.this.throttled(USUAL_WAIT);
    }

    private Answer answered() {
      String caller = caller();
      Method asked =
          method.orElseThrow(
              () ->
                  new AzureException(
                      404,
                      "InvalidResourceType",
                      "The resource type could not be found for '"
                          + received.method()
                          + " "
                          + received.path()
                          + "': the emulator has no such operation."));
      check(asked);
      Map<String, Object> body = body();
      return world.inTurn(now -> answered(asked, caller, body, now));
    }

    private Answer answered(Method asked, String caller, Map<String, Object> body, Instant now) {
      if (!access.allows(caller, asked.action())) {
        throw new AzureException(
            403,
            "AuthorizationFailed",
            "The client '"
                + caller
                + "' with object id '"
                + caller
                + "' does not have authorization to perform action '"
                + asked.action()
                + "' over scope '"
                + scope()
                + "' or the scope is invalid. If access was recently granted, please refresh your"
                + " credentials.");
      }
      String subscription = variables.getOrDefault("subscription", "");
      RateLimits.Verdict whole =
          limits.take(
              (asked.reads() ? "reads of " : "changes of ") + subscription,
              asked.reads() ? RateLimits.READS_OF_SUBSCRIPTION : RateLimits.CHANGES_OF_SUBSCRIPTION,
              now);
      RateLimits.Verdict resource = resource(asked, now);
      if (whole.isRefusal() || resource.isRefusal()) {
        return AzureApi.this.throttled(whole.isRefusal() ? whole.pause() : resource.pause());
      }
      Result result =
          asked
              .handler()
              .perform(
                  new Request(
                      world,
                      world.existing(subscription),
                      asked,
                      variables,
                      query,
                      body,
                      new Precondition(
                          received.header("If-Match"), received.header("If-None-Match")),
                      new Request.Address(base(), received.path()),
                      pageSize,
                      now));
      Map<String, String> headers = new LinkedHashMap<>(result.headers());
      headers.put(
          "x-ms-ratelimit-remaining-subscription-" + (asked.reads() ? "reads" : "writes"),
          Integer.toString(whole.left()));
      headers.put(
          "x-ms-ratelimit-remaining-resource",
          "Microsoft.Compute/" + asked.name() + ";" + resource.left());
      return AzureApi.this.answer(
          result.status(), headers, result.body().map(Fields::json).orElse(""), Optional.empty());
    }

    /** Lists of everything are of no one resource. */
    private RateLimits.Verdict resource(Method asked, Instant now) {
      if (!variables.containsKey("name")) {
        return new RateLimits.Verdict(RateLimits.READS_OF_SUBSCRIPTION.most(), Duration.ZERO);
      }
      String name =
          variables.getOrDefault("subscription", "")
              + "/"
              + variables.getOrDefault("resourceGroup", "")
              + "/"
              + variables.getOrDefault("name", "");
      return limits.take(
          (asked.reads() ? "reads of " : "changes of ") + name.toLowerCase(Locale.ROOT),
          asked.reads() ? RateLimits.READS_OF_RESOURCE : RateLimits.CHANGES_OF_RESOURCE,
          now);
    }

    private String caller() {
      Optional<String> authorization = received.header("Authorization");
      return access
          .identify(authorization)
          .orElseThrow(
              () ->
                  authorization.isEmpty()
                      ? new AzureException(
                          401,
                          "AuthenticationFailed",
                          "Authentication failed. The 'Authorization' header is missing.")
                      : new AzureException(
                          401, "InvalidAuthenticationToken", "The access token is invalid."));
    }

    private void check(Method asked) {
      String version = query.getOrDefault(VERSION_PARAMETER, "");
      if (version.isEmpty()) {
        throw new AzureException(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.");
      }
      if (!VERSION.matcher(version).matches()) {
        throw new AzureException(
            400, "InvalidApiVersionParameter", "The api-version '" + version + "' is invalid.");
      }
      for (String name : query.keySet()) {
        if (!name.equals(VERSION_PARAMETER) && !asked.query().contains(name)) {
          throw AzureException.invalidParameter(
              "The parameter '" + name + "' isn't known to the emulator.");
        }
      }
    }

    /** What an action is allowed on: the resource in the path, without what is done to it. */
    private String scope() {
      String path = Form.decodeOne(received.path());
      String name = variables.get("name");
      int end = name == null ? -1 : path.lastIndexOf("/" + name);
      return end < 0
          ? "/subscriptions/" + variables.get("subscription")
          : path.substring(0, end) + "/" + name;
    }

    private String base() {
      return "http://" + received.header("Host").orElse("127.0.0.1");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> body() {
      if (received.body().isBlank()) {
        return Map.of();
      }
      try {
        return Json.read(received.body(), Map.class);
      } catch (RuntimeException notAnObject) {
        throw new AzureException(
            400,
            "InvalidRequestContent",
            "The request content was invalid and could not be deserialized: it is no JSON object.");
      }
    }
  }
}
