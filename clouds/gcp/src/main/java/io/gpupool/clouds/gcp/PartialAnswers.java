package io.gpupool.clouds.gcp;

import java.net.URI;

/**
 * Asks for the part of long answers that is looked at. An instance carries its metadata, start-up
 * scripts and all, some fifty kilobytes on a node of GKE; of thousands of instances only names and
 * states matter. The SDK has no way to say so.
 *
 * @see <a href="https://cloud.google.com/compute/docs/api/how-tos/performance">partial
 *     responses</a>
 */
final class PartialAnswers {

  private static final String ALL_INSTANCES = "/aggregated/instances";
  private static final String NAMES_AND_STATES =
      "fields=kind,nextPageToken,unreachables,items/*/warning,items/*/instances(name,status,zone)";

  private PartialAnswers() {}

  /** The address under which the same question has a shorter answer. */
  static URI of(URI question) {
    String path = question.getPath();
    if (path == null || !path.endsWith(ALL_INSTANCES)) {
      return question;
    }
    String joint = question.getRawQuery() == null ? "?" : "&";
    return URI.create(question + joint + NAMES_AND_STATES);
  }
}
