package io.gpupool.clouds.emulator.gcp;

import com.github.tomakehurst.wiremock.common.Json;
import io.gpupool.clouds.emulator.Answer;
import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.Form;
import io.gpupool.clouds.emulator.Received;
import io.gpupool.clouds.emulator.gcp.access.Access;
import io.gpupool.clouds.emulator.gcp.access.Tokens;
import io.gpupool.clouds.emulator.gcp.model.GcpException;
import io.gpupool.clouds.emulator.gcp.model.Project;
import io.gpupool.clouds.emulator.gcp.model.World;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places where Google's libraries get tokens: OAuth 2 and the token exchange of workload
 * identity federation, the metadata server of a machine, and the service that lets one principal
 * act as another. No signature is verified.
 */
final class TokenService {

  private static final int LIFETIME_SECONDS = 3_599;
  private static final String METADATA = "/computeMetadata/v1/";
  private static final String MACHINE = "machine@emulated.iam.gserviceaccount.com";
  private static final Pattern ACCOUNT =
      Pattern.compile(METADATA + "instance/service-accounts/[^/]+/");
  private static final Pattern IMPERSONATION =
      Pattern.compile("/v1/projects/-/serviceAccounts/([^/:]+):generateAccessToken");

  private final World world;
  private final Access access;
  private final Tokens tokens;
  private final InstantSource clock;

  TokenService(World world, Access access, Tokens tokens, InstantSource clock) {
    this.world = world;
    this.access = access;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** What a request asks for, in the words of the log of calls, if it is for a token. */
  Optional<String> action(Received received) {
    String path = received.path();
    if (path.equals("/token") || path.equals("/v1/token")) {
      return Optional.of("token");
    }
    if (path.startsWith(METADATA)) {
      return Optional.of("metadata");
    }
    if (path.equals("/") && received.header("Metadata-Flavor").isPresent()) {
      return Optional.of("metadata");
    }
    return IMPERSONATION.matcher(Form.decodeOne(path)).matches()
        ? Optional.of("generateAccessToken")
        : Optional.empty();
  }

  /** Answers such a request. */
  Answer answer(String action, Received received) {
    return switch (action) {
      case "token" -> json(token(received));
      case "metadata" -> metadata(received);
      default -> json(impersonated(received));
    };
  }

  private Fields token(Received received) {
    Map<String, String> form = Form.decode(received.body());
    String principal =
        Optional.ofNullable(form.get("assertion"))
            .flatMap(TokenService::issuer)
            .orElse(Tokens.SOMEBODY);
    return bearer(principal)
        .with("issued_token_type", "urn:ietf:params:oauth:token-type:access_token");
  }

  /** Who signed a JWT, by its claims. */
  private static Optional<String> issuer(String assertion) {
    String[] parts = assertion.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
      return Optional.ofNullable(Json.read(claims, Map.class).get("iss")).map(Object::toString);
    } catch (RuntimeException noClaims) {
      return Optional.empty();
    }
  }

  private Answer metadata(Received received) {
    String path = received.path();
    if (path.endsWith("/token")) {
      return flavoured("application/json", bearer(MACHINE).json());
    }
    if (path.endsWith("/email")) {
      return flavoured("application/text", MACHINE);
    }
    if (path.equals(METADATA + "universe/universe-domain")) {
      return flavoured("application/text", "googleapis.com");
    }
    if (path.equals(METADATA + "project/project-id")) {
      return flavoured("application/text", project());
    }
    if (ACCOUNT.matcher(path).matches()) {
      return flavoured("application/json", account().json());
    }
    if (path.equals("/") || path.equals(METADATA)) {
      return flavoured("application/text", "");
    }
    return new Answer(
        404,
        "text/plain",
        Map.of("Metadata-Flavor", "Google"),
        "The emulated machine has no metadata at " + path + ".",
        Optional.of("notFound"));
  }

  /** The project that the machine is in: the first by name. */
  private String project() {
    return world.inTurn(
        now -> world.projects().stream().map(Project::name).findFirst().orElse("emulated"));
  }

  private static Fields account() {
    return Fields.none()
        .with("aliases", List.of((Object) "default"))
        .with("email", MACHINE)
        .with("scopes", List.of((Object) "https://www.googleapis.com/auth/cloud-platform"));
  }

  private Fields impersonated(Received received) {
    Matcher path = IMPERSONATION.matcher(Form.decodeOne(received.path()));
    if (!path.matches()) {
      throw GcpException.notFound(received.path());
    }
    String caller =
        access
            .identify(received.header("Authorization"))
            .orElseThrow(
                () ->
                    new GcpException(
                        401, "authError", "Request had invalid authentication credentials."));
    if (!access.allows(caller, "iam.serviceAccounts.getAccessToken")) {
      throw new GcpException(
          403,
          "forbidden",
          "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not"
              + " exist).");
    }
    return Fields.none()
        .with("accessToken", tokens.issue(path.group(1)))
        .with(
            "expireTime",
            clock
                .instant()
                .plusSeconds(LIFETIME_SECONDS)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString());
  }

  private Fields bearer(String principal) {
    return Fields.none()
        .with("access_token", tokens.issue(principal))
        .with("expires_in", LIFETIME_SECONDS)
        .with("token_type", "Bearer");
  }

  private static Answer json(Fields fields) {
    return new Answer(
        200, "application/json; charset=UTF-8", Map.of(), fields.json(), Optional.empty());
  }

  private static Answer flavoured(String type, String body) {
    return new Answer(200, type, Map.of("Metadata-Flavor", "Google"), body, Optional.empty());
  }
}
