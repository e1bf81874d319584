package io.gpupool.clouds.aws;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which groups of which account and region, and how to get there.
 *
 * @param region such as {@code us-east-1}
 * @param discoverTags groups that carry all of these tags are managed; an empty value stands for
 *     any. No tag discovers nothing
 * @param groups groups that are managed whatever their tags are
 * @param endpoint where all services are, instead of AWS's own addresses
 * @param assumeRole the role to assume with the credentials that are found
 * @param accessKey credentials; by default those that the SDK's default chain finds
 * @param timeouts how long calls may take
 * @param budget how often each action may be asked for
 */
public record AwsSettings(
    String region,
    Map<String, String> discoverTags,
    List<Group> groups,
    Optional<URI> endpoint,
    Optional<String> assumeRole,
    Optional<AccessKey> accessKey,
    Timeouts timeouts,
    Budget budget) {

  /** With what suits AWS as timeouts and budget. */
  public AwsSettings(
      String region,
      Map<String, String> discoverTags,
      List<Group> groups,
      Optional<URI> endpoint,
      Optional<String> assumeRole,
      Optional<AccessKey> accessKey,
      Timeouts timeouts) {
    this(region, discoverTags, groups, endpoint, assumeRole, accessKey, timeouts, Budget.DEFAULT);
  }

  /**
   * How often each action may be asked for.
   *
   * @param perSecond requests of one action a second, in the long run
   * @param atOnce requests of one action after a quiet time
   * @param patience how long a request waits for its turn before it is given up
   */
  public record Budget(int perSecond, int atOnce, Duration patience) {
    /**
     * What EC2 lets an account have of its reads by name.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html">request
     *     throttling for the EC2 API</a>
     */
    public static final Budget DEFAULT = new Budget(20, 100, Duration.ofSeconds(2));

    public Budget {
      if (perSecond < 1 || atOnce < 1 || patience.isNegative()) {
        throw new IllegalArgumentException(
            "a budget of %d requests a second, %d at once, after at most %s"
                .formatted(perSecond, atOnce, patience));
      }
    }
  }

  /**
   * A group that is managed by name.
   *
   * @param name the Auto Scaling group's name
   * @param min no smaller than this; by default the group's own minimum
   * @param max no larger than this; by default the group's own maximum
   */
  public record Group(String name, OptionalInt min, OptionalInt max) {
    public Group {
      if (name.isBlank()) {
        throw new IllegalArgumentException("a group has no name");
      }
      Objects.requireNonNull(min, "min");
      Objects.requireNonNull(max, "max");
    }
  }

  /**
   * A pair of credentials.
   *
   * @param id the access key's id
   * @param secret the secret
   */
  public record AccessKey(String id, String secret) {
    @Override
    public String toString() {
      return "AccessKey[" + id + ", secret withheld]";
    }
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
    /** What suits AWS. */
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10));
  }

  public AwsSettings {
    if (region.isBlank()) {
      throw new IllegalArgumentException("no region");
    }
    discoverTags = Map.copyOf(discoverTags);
    groups = List.copyOf(groups);
    Objects.requireNonNull(endpoint, "endpoint");
    Objects.requireNonNull(assumeRole, "assumeRole");
    Objects.requireNonNull(accessKey, "accessKey");
    Objects.requireNonNull(timeouts, "timeouts");
    Objects.requireNonNull(budget, "budget");
  }
}
