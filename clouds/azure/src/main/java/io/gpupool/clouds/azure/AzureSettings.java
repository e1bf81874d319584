package io.gpupool.clouds.azure;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which scale sets of which subscription, and how to get there.
 *
 * <p>A scale set has no minimum and no maximum of its own. Each end comes from the first of these
 * that states it: the group's own entry in {@code groups}; the tags {@value #MIN_TAG} and {@value
 * #MAX_TAG} of the scale set; {@code discoveredMin} and {@code discoveredMax}; and else it is 0 and
 * {@value #USUAL_MAX}. A tag that can't be read leaves the scale set as it is at that end.
 *
 * @param subscription the subscription's id
 * @param resourceGroups resource groups whose scale sets are discovered; names of groups are the
 *     same in any case. Empty: all of the subscription
 * @param tags scale sets that carry all of these tags are managed; an empty value stands for any.
 *     No tags: nothing is discovered
 * @param discoveredMin the minimum of scale sets that state none
 * @param discoveredMax the maximum of scale sets that state none
 * @param groups scale sets that are managed whatever their tags are
 * @param environment which of the clouds that are separate from each other
 * @param endpoint where Azure Resource Manager is, instead of the environment's own address
 * @param credentials where credentials come from
 * @param timeouts how long calls may take
 */
public record AzureSettings(
    String subscription,
    List<String> resourceGroups,
    Map<String, String> tags,
    OptionalInt discoveredMin,
    OptionalInt discoveredMax,
    List<Group> groups,
    Environment environment,
    Optional<URI> endpoint,
    Credentials credentials,
    Timeouts timeouts) {

  /** Of a scale set: its least size. */
  public static final String MIN_TAG = "min";

  /** Of a scale set: its largest size. */
  public static final String MAX_TAG = "max";

  /** The maximum of a scale set where nobody states one: as many as one may have. */
  public static final int USUAL_MAX = 1_000;

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /**
   * A scale set that is managed by name.
   *
   * @param name the scale set's name, in any case
   * @param resourceGroup where it is; empty where the name alone tells, for then every scale set of
   *     that name is meant
   * @param min no smaller than this
   * @param max no larger than this
   */
  public record Group(
      String name, Optional<String> resourceGroup, OptionalInt min, OptionalInt max) {
    public Group {
      if (name.isBlank() || resourceGroup.map(String::isBlank).orElse(false)) {
        throw new IllegalArgumentException("a group has no name or no resource group");
      }
      checkSizes(name, min, max);
    }
  }

  /** The Azures that there are. */
  public enum Environment {
    PUBLIC("https://management.azure.com", "https://login.microsoftonline.com/"),
    US_GOVERNMENT("https://management.usgovcloudapi.net", "https://login.microsoftonline.us/"),
    CHINA("https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn/");

    private final String management;
    private final String authority;

    Environment(String management, String authority) {
      this.management = management;
      this.authority = authority;
    }

    /** The address of Azure Resource Manager. */
    public URI management() {
      return URI.create(management);
    }

    /** Who gives access tokens. */
    public String authority() {
      return authority;
    }

    /** What an access token has to be for. */
    public String scope() {
      return management + "/.default";
    }
  }

  /** Where credentials come from. */
  public sealed interface Credentials {
    /**
     * Those of the environment, as all of Azure's clients find them: the variables {@code AZURE_*},
     * a federated token, the machine's managed identity, or those of the command line tools.
     */
    record Usual() implements Credentials {}

    /**
     * A federated token in a file, as Kubernetes gives it to pods; what is empty is taken from the
     * variables {@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID} and {@code
     * AZURE_FEDERATED_TOKEN_FILE}.
     */
    record WorkloadIdentity(
        Optional<String> tenant, Optional<String> client, Optional<Path> tokenFile)
        implements Credentials {}

    /**
     * The machine's.
     *
     * @param client the client id of a user-assigned identity; empty: the system-assigned one
     */
    record ManagedIdentity(Optional<String> client) implements Credentials {}

    /**
     * An application's secret, kept in a file.
     *
     * @param secretFile read when credentials are first needed, and again after they were refused
     */
    record ClientSecret(String tenant, String client, Path secretFile) implements Credentials {}

    /**
     * An application's certificate with its key, in one PEM file.
     *
     * @param certificateFile read when credentials are first needed, and again after they were
     *     refused
     */
    record ClientCertificate(String tenant, String client, Path certificateFile)
        implements Credentials {}

    /**
     * An access token that somebody has got already. It ends after an hour or so.
     *
     * @param value the token
     */
    record AccessToken(String value) implements Credentials {
      public AccessToken {
        if (value.isBlank()) {
          throw new IllegalArgumentException("an access token is empty");
        }
      }

      @Override
      public String toString() {
        return "AccessToken[withheld]";
      }
    }

    /** None, for an endpoint that asks for none. */
    record None() implements Credentials {}
  }

  /**
   * How long calls may take.
   *
   * @param connect until the connection stands
   * @param attempt for one attempt to read; there are up to three
   * @param read for a reading call with all its attempts
   * @param write for a call that changes something; there is one attempt
   */
  public record Timeouts(Duration connect, Duration attempt, Duration read, Duration write) {
    /** What suits Azure. */
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(15),
            Duration.ofSeconds(40),
            Duration.ofSeconds(15));

    public Timeouts {
      for (Duration each : List.of(connect, attempt, read, write)) {
        if (each.isNegative() || each.isZero()) {
          throw new IllegalArgumentException("a timeout of " + each);
        }
      }
    }
  }

  public AzureSettings {
    if (subscription.isBlank()) {
      throw new IllegalArgumentException("no subscription");
    }
    resourceGroups =
        resourceGroups.stream().map(group -> group.toLowerCase(Locale.ROOT)).distinct().toList();
    tags = Map.copyOf(tags);
    checkSizes("discovered groups", discoveredMin, discoveredMax);
    groups = List.copyOf(groups);
    Objects.requireNonNull(environment, "environment");
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(timeouts, "timeouts");
    if (endpoint.isPresent() && !isSafe(endpoint.get(), credentials)) {
      throw new IllegalArgumentException(
          "%s is no place to send access tokens to, since others can read them on the way; expected https, or credentials: none"
              .formatted(endpoint.get()));
    }
  }

  /** Where Azure Resource Manager is. */
  public URI management() {
    return endpoint.orElse(environment.management());
  }

  private static boolean isSafe(URI endpoint, Credentials credentials) {
    return "https".equalsIgnoreCase(endpoint.getScheme())
        || credentials instanceof Credentials.None
        || (endpoint.getHost() != null && LOOPBACK.contains(endpoint.getHost()));
  }

  private static void checkSizes(String what, OptionalInt min, OptionalInt max) {
    if (min.orElse(0) < 0 || max.orElse(min.orElse(0)) < min.orElse(0)) {
      throw new IllegalArgumentException("sizes of %s from %s to %s".formatted(what, min, max));
    }
  }
}
