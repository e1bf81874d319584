package io.gpupool.clouds.gcp;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Refuses answers that the Compute API didn't give. To the SDK a proxy's page, or nothing at all,
 * with status 200 may be an answer in which everything is missing, such as a list of groups without
 * a group, and a fleet would vanish for it. What the API answers is a JSON object.
 */
final class GenuineAnswers {

  private static final int OK = 200;
  private static final int REDIRECTION = 300;

  private GenuineAnswers() {}

  /** The same answer, if a success is one of the API's. */
  static HttpResponse<byte[]> check(HttpResponse<byte[]> answer) throws IOException {
    if (answer.statusCode() < OK || answer.statusCode() >= REDIRECTION) {
      return answer;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    String body = new String(answer.body(), StandardCharsets.UTF_8).strip();
    if (!type.contains("json") || !body.startsWith("{") || !body.endsWith("}")) {
      throw new IOException(
          "an answer with status %d and %d bytes of '%s' isn't one of the Compute API's; is something else at %s?"
              .formatted(
                  answer.statusCode(), answer.body().length, type, answer.uri().getAuthority()));
    }
    return answer;
  }
}
