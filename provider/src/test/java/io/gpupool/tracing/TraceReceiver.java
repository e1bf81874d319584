package io.gpupool.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A collector on loopback that keeps what it is sent, and does nothing with it. */
public final class TraceReceiver implements AutoCloseable {

  private final HttpServer server;
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

  public TraceReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  /** What {@code OTEL_EXPORTER_OTLP_ENDPOINT} is to be. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** What it was sent next; names and values in it are readable. Waits for it. */
  public String next() throws InterruptedException {
    String text = texts.poll(60, TimeUnit.SECONDS);
    if (text == null) {
      throw new AssertionError("nothing was sent");
    }
    return text;
  }

  /** Whether all that it was sent so far has been asked for. */
  public boolean isEmpty() {
    return texts.isEmpty();
  }

  private void take(HttpExchange request) throws IOException {
    byte[] body = request.getRequestBody().readAllBytes();
    boolean traces =
        request.getRequestURI().getPath().equals("/v1/traces")
            && "application/x-protobuf"
                .equals(request.getRequestHeaders().getFirst("Content-Type"));
    texts.add(
        traces
            ? new String(body, StandardCharsets.ISO_8859_1)
            : "no traces: " + request.getRequestURI());
    request.sendResponseHeaders(200, -1);
    request.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
