package io.gpupool.clouds.emulator;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves one emulated cloud over HTTP on the loopback interface. WireMock does the HTTP, the delays
 * and the resets; what is answered comes from the cloud.
 */
public final class EmulatorServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  /** Delayed and hanging requests hold a thread each; threads are only made when needed. */
  private static final int MOST_REQUESTS_AT_ONCE = 512;

  /** Or it would read stubs from wherever the process happens to run. */
  private static final String NO_FILES = "io/gpupool/clouds/emulator/no-files";

  private static final long MILLISECONDS_TO_WAIT_FOR_OPEN_REQUESTS = 1;

  private final WireMockServer server;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmulatorServer(WireMockServer server) {
    this.server = server;
  }

  /**
   * Starts serving.
   *
   * @param port the port, or zero for any that is free
   */
  public static EmulatorServer start(
      int port, EmulatedApi api, Faults faults, CallLog calls, InstantSource clock) {
    WireMockServer server =
        new WireMockServer(
            WireMockConfiguration.options()
                // no cloud speaks it without TLS, and Java's client, asked by many threads at once,
                // sometimes takes an answer of before the change of protocols for one after it
                .http2PlainDisabled(true)
                .usingFilesUnderClasspath(NO_FILES)
                .bindAddress(LOOPBACK)
                .port(port)
                .containerThreads(MOST_REQUESTS_AT_ONCE)
                .jettyStopTimeout(MILLISECONDS_TO_WAIT_FOR_OPEN_REQUESTS)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.NEVER)
                .gzipDisabled(true)
                .httpServerFactory(WholeBodies::new)
                .disableRequestJournal()
                .templatingEnabled(false)
                .adminAuthenticator(request -> false)
                .notifier(new Silence())
                .extensions(new AnswerFromCloud(api, faults, calls, clock)));
    try {
      server.start();
    } catch (FatalStartupException failure) {
      throw new IllegalStateException(
          "can't listen on "
              + LOOPBACK
              + ":"
              + port
              + ", perhaps because something else does; choose another port, or 0 for any free one",
          failure);
    }
    server.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok()));
    return new EmulatorServer(server);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://" + LOOPBACK + ":" + server.port());
  }

  /** Stops listening and drops open connections. Closing it again does nothing. */
  @Override
  public void close() {
    // stopped a second time while requests still hang, the server would complain of being stopped
    if (closed.compareAndSet(false, true)) {
      server.stop();
    }
  }
}
