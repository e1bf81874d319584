package io.gpupool.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What a logger is told, from when it is opened until it is closed. */
public final class RecordedLog implements AutoCloseable {

  private final Logger logger;
  private final @Nullable Level level;
  private final boolean additive;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  public RecordedLog(String name) {
    logger = (Logger) LoggerFactory.getLogger(name);
    level = logger.getLevel();
    logger.setLevel(Level.TRACE);
    additive = logger.isAdditive();
    logger.setAdditive(false);
    logger.addAppender(appender);
    appender.start();
  }

  /** Level and text of every line since the last look. */
  public List<String> lines() {
    List<String> lines =
        appender.list.stream()
            .map(event -> event.getLevel() + " " + event.getFormattedMessage())
            .toList();
    appender.list.clear();
    return lines;
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(additive);
    logger.setLevel(level);
  }
}
