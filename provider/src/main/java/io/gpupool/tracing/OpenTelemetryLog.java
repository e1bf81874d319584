package io.gpupool.tracing;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** What OpenTelemetry says to the JDK's log goes where ours goes. */
final class OpenTelemetryLog extends Handler {

  private static final org.slf4j.Logger log = LoggerFactory.getLogger("io.opentelemetry");

  /** Kept, for the JDK forgets loggers that nobody holds, and their handlers with them. */
  private static final Logger FROM = Logger.getLogger("io.opentelemetry");

  private OpenTelemetryLog() {}

  static synchronized void redirect() {
    if (FROM.getUseParentHandlers()) {
      FROM.setUseParentHandlers(false);
      FROM.addHandler(new OpenTelemetryLog());
    }
  }

  @Override
  public void publish(LogRecord what) {
    if (what.getLevel().intValue() >= Level.WARNING.intValue()) {
      log.warn("traces: {}", what.getMessage(), what.getThrown());
    } else {
      log.debug("traces: {}", what.getMessage(), what.getThrown());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
