package io.gpupool.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gpupool.fleet.Fleet;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people and probes look at: {@code /healthz} (the process answers), {@code /readyz} (there is
 * something to answer with), {@code /metrics}, and sections that others bring along. What can be
 * changed here is changed with {@code DELETE} by whoever shows the token.
 */
public final class AdminServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String BEARER = "Bearer ";

  private final HttpServer server;
  private final ExecutorService threads;

  private AdminServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** A page that is made when somebody looks. */
  private record Plain(String path, Supplier<AdminPage> page) implements AdminSection {
    @Override
    public AdminPage read(String rest, boolean json) {
      return rest.isEmpty() ? page.get() : AdminPage.notFound();
    }
  }

  /**
   * Begins to listen.
   *
   * @param tokenFile the file with what a caller must know to change anything; read at every change
   * @param more sections beside health and metrics
   * @throws IOException if the address can't be had
   */
  public static AdminServer start(
      InetSocketAddress address,
      Fleet fleet,
      PrometheusMeterRegistry metrics,
      Optional<Path> tokenFile,
      AdminSections more)
      throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    ExecutorService threads = Executors.newFixedThreadPool(2, AdminServer::thread);
    server.setExecutor(threads);
    List<AdminSection> sections =
        Stream.concat(
                Stream.of(
                    new Plain("/healthz", () -> AdminPage.plain(200, "ok\n")),
                    new Plain("/readyz", () -> ready(fleet)),
                    new Plain("/metrics", () -> new AdminPage(200, PROMETHEUS, metrics.scrape()))),
                more.sections().stream())
            .toList();
    sections.forEach(section -> serve(server, section, tokenFile));
    String list =
        sections.stream().map(section -> section.path() + "\n").collect(Collectors.joining());
    serve(server, new Plain("/", () -> AdminPage.plain(200, list)), tokenFile);
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
  private static AdminPage ready(Fleet fleet) {
    List<String> reasons = fleet.waitingFor();
    return reasons.isEmpty()
        ? AdminPage.plain(200, "ok\n")
        : AdminPage.plain(503, "waiting for the first reading of " + reasons + "\n");
  }

  private static void serve(HttpServer server, AdminSection section, Optional<Path> tokenFile) {
    server.createContext(
        section.path(),
        exchange -> {
          try (exchange) {
            answer(exchange, page(exchange, section, tokenFile));
          }
        });
  }

  private static AdminPage page(
      HttpExchange exchange, AdminSection section, Optional<Path> tokenFile) {
    String path = exchange.getRequestURI().getPath();
    String rest = path.substring(section.path().length());
    if (!rest.isEmpty() && (section.path().equals("/") || !rest.startsWith("/"))) {
      return AdminPage.notFound();
    }
    try {
      return switch (exchange.getRequestMethod()) {
        case "GET", "HEAD" -> section.read(rest, isProgram(exchange));
        case "DELETE" ->
            section.canBeCleared() && rest.isEmpty()
                ? refusal(exchange, tokenFile).orElseGet(section::clear)
                : refused(exchange, section);
        default -> refused(exchange, section);
      };
    } catch (RuntimeException defect) {
      log.error("{} can't be shown, for a defect of the server", path, defect);
      return AdminPage.plain(
          500, "a defect of the server, whose log has the details: " + defect + "\n");
    }
  }

  private static boolean isProgram(HttpExchange exchange) {
    String accepted = exchange.getRequestHeaders().getFirst("Accept");
    return accepted == null || !accepted.contains("text/html");
  }

  private static Optional<AdminPage> refusal(HttpExchange exchange, Optional<Path> tokenFile) {
    if (tokenFile.isEmpty()) {
      return Optional.of(
          AdminPage.plain(
              403,
              "nothing can be changed here: server.admin.tokenFile names no file with a token\n"));
    }
    String shown =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
            .filter(header -> header.startsWith(BEARER))
            .map(header -> header.substring(BEARER.length()).strip())
            .orElse("");
    byte[] token;
    try {
      token = Files.readString(tokenFile.get()).strip().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      log.warn("server.admin.tokenFile can't be read, so nothing can be changed: {}", e.toString());
      return Optional.of(AdminPage.plain(503, "the token can't be read; the log says why\n"));
    }
    boolean known =
        token.length > 0 && MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.UTF_8));
    if (known) {
      return Optional.empty();
    }
    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
    return Optional.of(
        AdminPage.plain(
            401, "to change something, show the token: Authorization: Bearer <token>\n"));
  }

  private static AdminPage refused(HttpExchange exchange, AdminSection section) {
    exchange
        .getResponseHeaders()
        .set("Allow", section.canBeCleared() ? "GET, HEAD, DELETE" : "GET, HEAD");
    return AdminPage.plain(405, "this page can only be read\n");
  }

  private static void answer(HttpExchange exchange, AdminPage page) throws IOException {
    byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.contentType());
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
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
