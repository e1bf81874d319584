package io.gpupool.clouds.emulator;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP answer of a cloud.
 *
 * @param status the HTTP status
 * @param contentType what the body is
 * @param headers further headers
 * @param body the body, may be empty
 * @param errorCode the cloud's code if the answer is an error, for the log of calls
 */
public record Answer(
    int status,
    String contentType,
    Map<String, String> headers,
    String body,
    Optional<String> errorCode) {

  public Answer {
    Objects.requireNonNull(contentType, "contentType");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(errorCode, "errorCode");
    headers = Map.copyOf(headers);
  }
}
