package io.gpupool.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gpupool.fleet.Fleet;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people and probes look at: {@code /healthz} (the process answers), {@code /readyz} (there is
 * something to answer with), {@code /metrics}. Nothing can be changed here.
 */
public final class AdminServer implements AutoCloseable {

  private record Page(int status, String contentType, String text) {}

  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

  private static final List<String> READING = List.of("GET", "HEAD");
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService threads;

  private AdminServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address can't be had
   */
  public static AdminServer start(
      InetSocketAddress address, Fleet fleet, PrometheusMeterRegistry metrics) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads = Executors.newFixedThreadPool(2, AdminServer::thread);
    server.setExecutor(threads);
    serve(server, "/healthz", () -> new Page(200, PLAIN, "ok\n"));
    serve(server, "/readyz", () -> ready(fleet));
    serve(server, "/metrics", () -> new Page(200, PROMETHEUS, metrics.scrape()));
    serve(server, "/", () -> new Page(200, PLAIN, "/healthz\n/readyz\n/metrics\n"));
    server.start();
    return new AdminServer(server, threads);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A cloud that is dark doesn't make the server unready: the others are served. */
  private static Page ready(Fleet fleet) {
    List<String> reasons = fleet.waitingFor();
    return reasons.isEmpty()
        ? new Page(200, PLAIN, "ok\n")
        : new Page(503, PLAIN, "waiting for the first reading of " + reasons + "\n");
  }

  private static void serve(HttpServer server, String path, Supplier<Page> pages) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            answer(exchange, page(exchange, path, pages));
          }
        });
  }

  private static Page page(HttpExchange exchange, String path, Supplier<Page> pages) {
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return new Page(404, PLAIN, "there is nothing here\n");
    }
    if (!READING.contains(exchange.getRequestMethod())) {
      exchange.getResponseHeaders().set("Allow", String.join(", ", READING));
      return new Page(405, PLAIN, "this page can only be read\n");
    }
    try {
      return pages.get();
    } catch (RuntimeException defect) {
      log.error("{} can't be shown, for a defect of the server", path, defect);
      return new Page(
          500, PLAIN, "a defect of the server, whose log has the details: " + defect + "\n");
    }
  }

  private static void answer(HttpExchange exchange, Page page) throws IOException {
    byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.contentType());
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(page.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(page.status(), body.length);
    exchange.getResponseBody().write(body);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "admin");
    thread.setDaemon(true);
    return thread;
  }
}
