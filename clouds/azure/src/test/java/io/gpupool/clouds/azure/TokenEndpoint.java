package io.gpupool.clouds.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Mono;

/**
 * Whoever gives access tokens, of an application or of a machine, on a socket of ours. The SDK asks
 * by fixed names, over https; {@link #client} brings here whatever is sent to any of them.
 */
final class TokenEndpoint implements AutoCloseable {

  /** The same answer to every request. */
  private record Answer(int status, String type, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<URI> asked = new ArrayList<>();
  private final List<String> forms = new ArrayList<>();
  private Answer answer = new Answer(500, "text/plain", "", Map.of());
  private boolean hangs;
  private URI address;

  TokenEndpoint() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Gives this token, which lasts so long. */
  synchronized void give(String token, Duration lasting) {
    long end = System.currentTimeMillis() / 1000 + lasting.toSeconds();
    answer(
        200,
        "{\"token_type\":\"Bearer\",\"access_token\":\"%s\",\"expires_in\":\"%d\",\"expires_on\":\"%d\"}"
            .formatted(token, lasting.toSeconds(), end));
  }

  synchronized void answer(int status, String json) {
    answer = new Answer(status, "application/json", json, Map.of());
  }

  synchronized void answerWithPage(int status) {
    answer = new Answer(status, "text/html", "<html>nothing here</html>", Map.of());
  }

  synchronized void throttle(String retryAfter) {
    answer =
        new Answer(429, "application/json", "{\"error\":\"x\"}", Map.of("Retry-After", retryAfter));
  }

  synchronized void hang() {
    hangs = true;
  }

  /** From now on nobody listens where the tokens were. */
  synchronized void goAway() {
    address = AzureWorld.nobodyThere();
  }

  synchronized void comeBack() {
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was asked for, by the names that the SDK believes in. */
  synchronized List<URI> asked() {
    return List.copyOf(asked);
  }

  /** What was sent along. */
  synchronized List<String> forms() {
    return List.copyOf(forms);
  }

  /** Sends every request here, whomever it is for. */
  HttpClient client(Duration patience) {
    HttpClient http =
        new JdkHttpClientBuilder().connectionTimeout(patience).responseTimeout(patience).build();
    return new HttpClient() {
      @Override
      public Mono<HttpResponse> send(HttpRequest request) {
        return http.send(redirected(request));
      }
    };
  }

  private synchronized HttpRequest redirected(HttpRequest request) {
    URI meant = URI.create(request.getUrl().toString());
    asked.add(meant);
    try {
      return request.setUrl(
          URI.create(address + meant.getRawPath() + "?" + meant.getRawQuery()).toURL());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Answer now;
    synchronized (this) {
      forms.add(form);
      if (hangs) {
        return;
      }
      now = answer;
    }
    // which hosts are Microsoft's is asked once in a process; this isn't what is tested
    if (exchange.getRequestURI().getPath().endsWith("/discovery/instance")) {
      now =
          new Answer(
              200,
              "application/json",
              "{\"tenant_discovery_endpoint\":\"https://login.example/\",\"metadata\":[]}",
              Map.of());
    }
    byte[] body = now.body().getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>(now.headers());
    headers.put("Content-Type", now.type());
    headers.forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
    exchange.sendResponseHeaders(now.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
