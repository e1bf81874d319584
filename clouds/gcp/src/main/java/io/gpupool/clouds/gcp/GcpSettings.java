package io.gpupool.clouds.gcp;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which managed instance groups of which project, and how to get there.
 *
 * <p>A managed instance group has no minimum and no maximum of its own. Each end comes from the
 * first of these that states it: the group's own entry in {@code groups}; the labels {@value
 * #MIN_LABEL} and {@value #MAX_LABEL} of its instance template, or metadata with the same keys;
 * {@code discoveredMin} and {@code discoveredMax}; and else it is 0 and {@value #USUAL_MAX}.
 *
 * @param project the project's id
 * @param locations zones and regions whose groups are managed; a region stands for its regional
 *     groups and for the zonal groups of its zones. Empty: every location that has groups
 * @param namePrefix groups whose name begins so are managed; with labels too, both must hold
 * @param labels groups whose instance template carries all of these labels are managed; an empty
 *     value stands for any. Neither prefix nor labels: no group is discovered
 * @param discoveredMin the minimum of groups that state none
 * @param discoveredMax the maximum of groups that state none
 * @param groups groups that are managed whatever their names and labels are
 * @param endpoint where the Compute API is, instead of Google's own address
 * @param impersonate the service account to act as, with the credentials that are found
 * @param credentials where credentials come from
 * @param timeouts how long calls may take
 */
public record GcpSettings(
    String project,
    List<String> locations,
    Optional<String> namePrefix,
    Map<String, String> labels,
    OptionalInt discoveredMin,
    OptionalInt discoveredMax,
    List<Group> groups,
    Optional<URI> endpoint,
    Optional<String> impersonate,
    Credentials credentials,
    Timeouts timeouts) {

  /**
   * Of an instance template, as label or metadata: the least size of groups that are made of it.
   */
  public static final String MIN_LABEL = "cluster-autoscaler-min-size";

  /** Of an instance template, as label or metadata: the largest size of groups made of it. */
  public static final String MAX_LABEL = "cluster-autoscaler-max-size";

  /** The maximum of a group where nobody states one: as many as one request may create. */
  public static final int USUAL_MAX = 1_000;

  /**
   * A group that is managed by name.
   *
   * @param name the managed instance group's name
   * @param location its zone or region; empty where the name alone tells, for then every group of
   *     that name is meant
   * @param min no smaller than this
   * @param max no larger than this
   */
  public record Group(String name, Optional<String> location, OptionalInt min, OptionalInt max) {
    public Group {
      if (name.isBlank() || location.map(String::isBlank).orElse(false)) {
        throw new IllegalArgumentException("a group has no name or no location");
      }
      checkSizes(name, min, max);
    }
  }

  /** Where credentials come from. */
  public sealed interface Credentials {
    /**
     * Those of the environment, as all of Google's clients find them: the file that {@code
     * GOOGLE_APPLICATION_CREDENTIALS} names (a key, or workload identity of another cloud), those
     * of {@code gcloud}, or the machine's or the pod's service account.
     */
    record ApplicationDefault() implements Credentials {}

    /** None, for an endpoint that asks for none. */
    record None() implements Credentials {}

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
    /** What suits GCP. */
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(25),
            Duration.ofSeconds(10));

    public Timeouts {
      for (Duration each : List.of(connect, attempt, read, write)) {
        if (each.isNegative() || each.isZero()) {
          throw new IllegalArgumentException("a timeout of " + each);
        }
      }
    }
  }

  public GcpSettings {
    if (project.isBlank()) {
      throw new IllegalArgumentException("no project");
    }
    locations = List.copyOf(locations);
    if (namePrefix.map(String::isBlank).orElse(false)) {
      throw new IllegalArgumentException("a prefix of names is empty");
    }
    labels = Map.copyOf(labels);
    checkSizes("discovered groups", discoveredMin, discoveredMax);
    groups = List.copyOf(groups);
    Objects.requireNonNull(endpoint, "endpoint");
    if (impersonate.map(String::isBlank).orElse(false)) {
      throw new IllegalArgumentException("the service account to act as has no name");
    }
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(timeouts, "timeouts");
  }

  private static void checkSizes(String what, OptionalInt min, OptionalInt max) {
    if (min.orElse(0) < 0 || max.orElse(min.orElse(0)) < min.orElse(0)) {
      throw new IllegalArgumentException("sizes of %s from %s to %s".formatted(what, min, max));
    }
  }
}
