package io.gpupool.clouds.emulator.azure;

import io.gpupool.clouds.emulator.Answer;
import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.Form;
import io.gpupool.clouds.emulator.Received;
import io.gpupool.clouds.emulator.azure.access.Tokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places where Azure's libraries get tokens: the login endpoint, for a client's secret,
 * certificate or federated assertion, and the metadata service of a machine, for its managed
 * identity. No secret and no signature is verified.
 */
final class TokenService {

  private static final int LIFETIME_SECONDS = 86_399;
  private static final Pattern TOKEN = Pattern.compile("/([^/]+)/oauth2/v2\\.0/token");
  private static final Pattern OPENID =
      Pattern.compile("/([^/]+)(?:/v2\\.0)?/\\.well-known/openid-configuration");
  private static final String DISCOVERY = "/common/discovery/instance";
  private static final String METADATA = "/metadata/identity/oauth2/token";
  private static final String MACHINE = "00000000-0000-0000-0000-0000000a1d00";

  private final Tokens tokens;
  private final InstantSource clock;

  TokenService(Tokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What a request asks for, in the words of the log of calls, if it is for a token. */
  Optional<String> action(Received received) {
    String path = received.path();
    if (path.equals(METADATA)) {
      return Optional.of("metadata");
    }
    if (path.equals(DISCOVERY) || OPENID.matcher(path).matches()) {
      return Optional.of("discovery");
    }
    return TOKEN.matcher(path).matches() ? Optional.of("token") : Optional.empty();
  }

  /** Answers such a request. */
  Answer answer(String action, Received received) {
    return switch (action) {
      case "metadata" -> managedIdentity(received);
      case "discovery" -> discovery(received);
      default -> token(received);
    };
  }

  private Answer token(Received received) {
    Map<String, String> form = Form.decode(received.body());
    String client = form.getOrDefault("client_id", "");
    if (!"client_credentials".equals(form.get("grant_type"))) {
      return refused(
          400,
          "unsupported_grant_type",
          "AADSTS70003: The app requested an unsupported grant type '"
              + form.getOrDefault("grant_type", "")
              + "'.");
    }
    if (client.isEmpty() || form.getOrDefault("scope", "").isEmpty()) {
      return refused(
          400,
          "invalid_request",
          "AADSTS900144: The request body must contain the following parameter: '"
              + (client.isEmpty() ? "client_id" : "scope")
              + "'.");
    }
    if (form.getOrDefault("client_secret", "").isEmpty()
        && form.getOrDefault("client_assertion", "").isEmpty()) {
      return refused(
          401,
          "invalid_client",
          "AADSTS7000218: The request body must contain the following parameter:"
              + " 'client_assertion' or 'client_secret'.");
    }
    return json(
        Fields.none()
            .with("token_type", "Bearer")
            .with("expires_in", (Object) LIFETIME_SECONDS)
            .with("ext_expires_in", (Object) LIFETIME_SECONDS)
            .with("access_token", tokens.issue(client)));
  }

  private Answer managedIdentity(Received received) {
    Map<String, String> query = Form.decode(received.query());
    if (!received.header("Metadata").map("true"::equalsIgnoreCase).orElse(false)) {
      return refused(400, "invalid_request", "Required metadata header not specified");
    }
    String resource = query.getOrDefault("resource", "");
    if (resource.isEmpty()) {
      return refused(400, "invalid_request", "Required query variable 'resource' is missing");
    }
    String client = query.getOrDefault("client_id", MACHINE);
    Instant now = clock.instant();
    return json(
        Fields.none()
            .with("access_token", tokens.issue(client))
            .with("client_id", client)
            .with("expires_in", Integer.toString(LIFETIME_SECONDS))
            .with("expires_on", Long.toString(now.plusSeconds(LIFETIME_SECONDS).getEpochSecond()))
            .with("ext_expires_in", Integer.toString(LIFETIME_SECONDS))
            .with("not_before", Long.toString(now.getEpochSecond()))
            .with("resource", resource)
            .with("token_type", "Bearer"));
  }

  private static Answer discovery(Received received) {
    String base = "http://" + received.header("Host").orElse("127.0.0.1");
    Matcher openid = OPENID.matcher(received.path());
    if (!openid.matches()) {
      return json(
          Fields.none()
              .with(
                  "tenant_discovery_endpoint",
                  base + "/common/v2.0/.well-known/openid-configuration")
              .with("api-version", "1.1")
              .with("metadata", List.of()));
    }
    String tenant = base + "/" + openid.group(1);
    return json(
        Fields.none()
            .with("token_endpoint", tenant + "/oauth2/v2.0/token")
            .with("authorization_endpoint", tenant + "/oauth2/v2.0/authorize")
            .with("issuer", tenant + "/v2.0")
            .with("jwks_uri", tenant + "/discovery/v2.0/keys"));
  }

  private static Answer json(Fields fields) {
    return new Answer(
        200, "application/json; charset=utf-8", Map.of(), fields.json(), Optional.empty());
  }

  private static Answer refused(int status, String code, String text) {
    return new Answer(
        status,
        "application/json; charset=utf-8",
        Map.of(),
        Fields.none().with("error", code).with("error_description", text).json(),
        Optional.of(code));
  }
}
