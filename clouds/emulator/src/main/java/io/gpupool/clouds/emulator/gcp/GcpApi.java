package io.gpupool.clouds.emulator.gcp;

import com.github.tomakehurst.wiremock.common.Json;
import io.gpupool.clouds.emulator.Answer;
import io.gpupool.clouds.emulator.EmulatedApi;
import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.Form;
import io.gpupool.clouds.emulator.Operation;
import io.gpupool.clouds.emulator.Received;
import io.gpupool.clouds.emulator.gcp.access.Access;
import io.gpupool.clouds.emulator.gcp.compute.Method;
import io.gpupool.clouds.emulator.gcp.compute.Request;
import io.gpupool.clouds.emulator.gcp.model.GcpException;
import io.gpupool.clouds.emulator.gcp.model.World;
import io.gpupool.clouds.emulator.gcp.wire.FieldMask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Google Cloud's HTTP interface: finds the method by the path, lets in who may come in, and frames
 * what comes of it.
 */
final class GcpApi implements EmulatedApi {

  private static final Logger LOG = LoggerFactory.getLogger(GcpApi.class);
  private static final String BASE = "/compute/v1/";

  /** Parameters of all of Google's methods that change nothing in what is answered here. */
  private static final Set<String> STANDARD =
      Set.of("alt", "$alt", "key", "prettyPrint", "quotaUser", "userIp", "$.xgafv");

  private final World world;
  private final Access access;
  private final List<Method> methods;
  private final TokenService tokens;

  GcpApi(World world, Access access, List<Method> methods, TokenService tokens) {
    this.world = world;
    this.access = access;
    this.methods = List.copyOf(methods);
    this.tokens = tokens;
  }

  @Override
  public Inquiry read(Received received) {
    if (Batch.isOne(received)) {
      return new Batch(received, this, this::noBatch);
    }
    Optional<String> token = tokens.action(received);
    if (token.isPresent()) {
      return new GcpInquiry(received, Optional.empty(), Map.of(), token);
    }
    if (received.path().startsWith(BASE)) {
      List<String> segments =
          Arrays.stream(received.path().substring(BASE.length()).split("/", -1))
              .map(Form::decodeOne)
              .toList();
      for (Method method : methods) {
        Optional<Map<String, String>> variables = method.matches(received.method(), segments);
        if (variables.isPresent()) {
          return new GcpInquiry(received, Optional.of(method), variables.get(), token);
        }
      }
    }
    return new GcpInquiry(received, Optional.empty(), Map.of(), token);
  }

  private Answer noBatch(Received received) {
    return new GcpInquiry(received, Optional.empty(), Map.of(), Optional.empty())
        .error(400, "parseError", "Failed to parse batch request, error: no parts.");
  }

  /** One request. */
  private final class GcpInquiry implements Inquiry {

    private final Received received;
    private final Optional<Method> method;
    private final Map<String, String> variables;
    private final Map<String, String> query;
    private final Optional<String> mask;
    private final Optional<String> token;
    private final Operation operation;

    GcpInquiry(
        Received received,
        Optional<Method> method,
        Map<String, String> variables,
        Optional<String> token) {
      this.received = received;
      this.method = method;
      this.variables = variables;
      this.token = token;
      this.query = Form.decode(received.query());
      STANDARD.forEach(query::remove);
      Map<String, String> parameters = new LinkedHashMap<>(variables);
      parameters.putAll(query);
      this.mask = Optional.ofNullable(query.remove("fields"));
      if (!received.body().isEmpty()) {
        parameters.put("body", received.body());
      }
      this.operation =
          new Operation(
              "gcp",
              method.isPresent() ? "compute" : token.isPresent() ? "iam" : "",
              variables.getOrDefault("zone", variables.getOrDefault("region", "")),
              method.map(Method::name).or(() -> token).orElse(""),
              parameters);
    }

    @Override
    public Operation operation() {
      return operation;
    }

    @Override
    public Answer carryOut() {
      try {
        return token.isPresent()
            ? tokens.answer(token.get(), received)
            : answer(200, masked(answered()), Optional.empty());
      } catch (GcpException refused) {
        return error(refused.status(), refused.reason(), refused.text());
      } catch (RuntimeException defect) {
        LOG.error("the emulated Google Cloud failed at {}", operation, defect);
        return error(500, "internalError", "The emulator itself failed: " + defect);
      }
    }

    @Override
    public Answer error(int status, String code, String message) {
      boolean usage = code.equals("rateLimitExceeded") || code.equals("quotaExceeded");
      Fields detail =
          Fields.none()
              .with("message", message)
              .with("domain", usage ? "usageLimits" : "global")
              .with("reason", code);
      if (status == 401) {
        detail.with("location", "Authorization").with("locationType", "header");
      }
      return answer(
          status,
          Fields.none()
              .with(
                  "error",
                  Fields.none()
                      .with("code", status)
                      .with("message", message)
                      .with("errors", List.of(detail))),
          Optional.of(code));
    }

    @Override
    public Answer throttled() {
      String group = received.method().equals("GET") ? "Read requests" : "Mutate requests";
      return error(
          403,
          "rateLimitExceeded",
          "Quota exceeded for quota metric '"
              + group
              + "' and limit '"
              + group
              + " per minute' of service 'compute.googleapis.com'.");
    }

    private Fields masked(Fields whole) {
      return mask.map(text -> Fields.none().withAll(FieldMask.of(text).of(whole.values())))
          .orElse(whole);
    }

    private Fields answered() {
      mask.ifPresent(FieldMask::of);
      Method asked =
          method.orElseThrow(
              () ->
                  new GcpException(
                      404,
                      "notFound",
                      "The requested URL "
                          + received.path()
                          + " was not found: the emulator has no such method."));
      String caller =
          access
              .identify(received.header("Authorization"))
              .orElseThrow(
                  () ->
                      new GcpException(
                          401,
                          "authError",
                          "Request had invalid authentication credentials. Expected OAuth 2 access"
                              + " token, login cookie or other valid authentication credential."));
      check(asked);
      Map<String, Object> body = body();
      return world.inTurn(
          now -> {
            if (!access.allows(caller, asked.permission())) {
              throw new GcpException(
                  403,
                  "forbidden",
                  "Required '" + asked.permission() + "' permission for '" + resource() + "'");
            }
            Request request =
                new Request(
                    world,
                    world.existing(variables.getOrDefault("project", "")),
                    caller,
                    variables,
                    query,
                    body,
                    now);
            return asked.handler().perform(request);
          });
    }

    private void check(Method asked) {
      for (String name : query.keySet()) {
        if (!asked.query().contains(name)) {
          throw GcpException.invalid(
              "Invalid JSON payload received. Unknown name \""
                  + name
                  + "\": Cannot bind query parameter. The emulator doesn't know it.");
        }
      }
    }

    /** What a permission is needed for: the resource in the path, without what is done to it. */
    private String resource() {
      String path = Form.decodeOne(received.path().substring(BASE.length()));
      String name = variables.get("name");
      int end = name == null ? -1 : path.lastIndexOf("/" + name);
      return end < 0 ? "projects/" + variables.get("project") : path.substring(0, end) + "/" + name;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> body() {
      if (received.body().isBlank()) {
        return Map.of();
      }
      try {
        return Json.read(received.body(), Map.class);
      } catch (RuntimeException notAnObject) {
        throw new GcpException(
            400, "parseError", "Parse Error: the body of the request is no JSON object.");
      }
    }

    private Answer answer(int status, Fields fields, Optional<String> code) {
      return new Answer(status, "application/json; charset=UTF-8", Map.of(), fields.json(), code);
    }
  }
}
