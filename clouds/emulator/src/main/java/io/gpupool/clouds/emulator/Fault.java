package io.gpupool.clouds.emulator;

import io.gpupool.clouds.emulator.EmulatedApi.Inquiry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A way in which a cloud can fail a request. */
public sealed interface Fault {

  /** What becomes of a request that meets this fault. */
  Outcome meet(Inquiry inquiry);

  /** The cloud's own way to say "slow down". Nothing is done. */
  record Throttle() implements Fault {
    @Override
    public Outcome meet(Inquiry inquiry) {
      return Outcome.of(inquiry.throttled());
    }
  }

  /** An error in the cloud's own form. Nothing is done. */
  record ErrorAnswer(int status, String code, String message) implements Fault {
    public ErrorAnswer {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
    }

    @Override
    public Outcome meet(Inquiry inquiry) {
      return Outcome.of(inquiry.error(status, code, message));
    }
  }

  /** The request is carried out when it comes; the answer comes late, in real time. */
  record Latency(Duration delay) implements Fault {
    public Latency {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("a latency of " + delay);
      }
    }

    @Override
    public Outcome meet(Inquiry inquiry) {
      return Outcome.of(inquiry.carryOut()).delayed(delay);
    }
  }

  /** The connection is reset. Nothing is done. */
  record ConnectionReset() implements Fault {
    @Override
    public Outcome meet(Inquiry inquiry) {
      return Outcome.nothing("ConnectionReset");
    }
  }

  /** The connection stays open and nothing is ever said. Nothing is done. */
  record Hang() implements Fault {
    private static final Duration LONGER_THAN_ANY_CLIENT_WAITS = Duration.ofHours(24);

    @Override
    public Outcome meet(Inquiry inquiry) {
      return Outcome.nothing("Hang").delayed(LONGER_THAN_ANY_CLIENT_WAITS);
    }
  }

  /** A page of something that stands between the client and the cloud. Nothing is done. */
  record Html(int status) implements Fault {
    @Override
    public Outcome meet(Inquiry inquiry) {
      String page =
          "<html><head><title>"
              + status
              + "</title></head><body><h1>"
              + status
              + "</h1></body></html>";
      return Outcome.of(new Answer(status, "text/html", Map.of(), page, Optional.of("Html")));
    }
  }

  /** Success, and a body of no bytes. Nothing is done. */
  record EmptyBody() implements Fault {
    @Override
    public Outcome meet(Inquiry inquiry) {
      return Outcome.of(new Answer(200, "text/xml", Map.of(), "", Optional.of("EmptyBody")));
    }
  }

  /** The request is carried out, and the connection is reset instead of an answer. */
  record LostAnswer() implements Fault {
    @Override
    public Outcome meet(Inquiry inquiry) {
      return Outcome.of(inquiry.carryOut()).lost("LostAnswer");
    }
  }
}
