package io.gpupool.clouds.emulator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What happens on the wire to one request.
 *
 * @param answer what is sent
 * @param delay how long after the request
 * @param lostBecause why the client gets nothing of it, if it doesn't; the connection is reset
 *     after the delay
 */
public record Outcome(Answer answer, Duration delay, Optional<String> lostBecause) {

  private static final Answer NOTHING =
      new Answer(200, "text/plain", Map.of(), "", Optional.empty());

  /** The answer arrives at once. */
  public static Outcome of(Answer answer) {
    return new Outcome(answer, Duration.ZERO, Optional.empty());
  }

  /** There is no answer. */
  public static Outcome nothing(String because) {
    return of(NOTHING).lost(because);
  }

  /** The same, later. */
  public Outcome delayed(Duration by) {
    return new Outcome(answer, delay.plus(by), lostBecause);
  }

  /** The same, but the client gets nothing of it. */
  public Outcome lost(String reason) {
    return new Outcome(answer, delay, Optional.of(reason));
  }

  /** The status that the client sees. */
  public int status() {
    return lostBecause.isPresent() ? Call.NO_ANSWER : answer.status();
  }

  /** The error that the client sees, or what took the answer away. */
  public Optional<String> errorCode() {
    return lostBecause.isPresent() ? lostBecause : answer.errorCode();
  }
}
