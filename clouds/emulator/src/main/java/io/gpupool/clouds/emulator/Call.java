package io.gpupool.clouds.emulator;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request that a cloud received, and what came of it.
 *
 * @param at when, by the emulator's clock
 * @param operation what was asked
 * @param status the HTTP status that was answered; {@value #NO_ANSWER} if the client got no answer
 * @param errorCode the cloud's code of the error that was answered; without an answer, the name of
 *     the fault that took it away
 */
public record Call(Instant at, Operation operation, int status, Optional<String> errorCode) {

  /** The status of a call whose client was left without an answer. */
  public static final int NO_ANSWER = 0;

  public Call {
    Objects.requireNonNull(at, "at");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(errorCode, "errorCode");
  }

  /** The cloud that was asked. */
  public String cloud() {
    return operation.cloud();
  }

  /** The region that was asked, empty if the request didn't say. */
  public String region() {
    return operation.region();
  }

  /** The cloud's name for what was to be done, empty if the request didn't say. */
  public String action() {
    return operation.action();
  }

  /** The request's parameters. */
  public Map<String, String> parameters() {
    return operation.parameters();
  }

  /** Whether the client got a success. */
  public boolean succeeded() {
    return status >= 200 && status < 300 && errorCode.isEmpty();
  }
}
