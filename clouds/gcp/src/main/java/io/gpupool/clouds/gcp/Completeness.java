package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.Warning;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import java.util.List;

/**
 * Refuses lists of all locations in which one is missing: half a fleet looks like a fleet that lost
 * half its groups.
 */
final class Completeness {

  /** What the API says of a location that simply has nothing on this page. */
  private static final String NOTHING_HERE = "NO_RESULTS_ON_PAGE";

  private Completeness() {}

  /** Refuses what isn't a list of the API's, or leaves locations out. */
  static void check(String kind, List<String> unreachable, String what) throws CloudException {
    if (kind.isEmpty()) {
      throw incomplete("the list of " + what + " doesn't say what it is; another service answered");
    }
    if (!unreachable.isEmpty()) {
      throw incomplete("the list of " + what + " is without " + String.join(", ", unreachable));
    }
  }

  /** Refuses a location that the API warns of. */
  static void check(String scope, Warning warning) throws CloudException {
    if (!warning.getCode().isEmpty() && !warning.getCode().equals(NOTHING_HERE)) {
      throw incomplete(
          scope + " can't be read: " + warning.getCode() + ": " + warning.getMessage());
    }
  }

  private static CloudException incomplete(String text) {
    return new CloudException(CloudError.of(Kind.UNAVAILABLE, "Incomplete", text));
  }
}
