package io.gpupool.clouds.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How requests travel: by the JDK's HTTP client, each with one deadline for all of it. The SDK's
 * own transport knows deadlines for single reads only, and never shorter ones than its usual twenty
 * seconds; and it sends some requests twice when a connection breaks.
 */
final class ComputeTransport extends HttpTransport {

  /** What the JDK's client sets itself, and doesn't let anybody else set. */
  private static final Set<String> NOT_OURS_TO_SET =
      Set.of("content-length", "host", "connection", "expect", "upgrade", "accept-encoding");

  private static final int UNAUTHORIZED = 401;

  private final HttpClient http;
  private final Identity identity;
  private final Duration deadline;

  ComputeTransport(HttpClient http, Identity identity, Duration deadline) {
    this.http = http;
    this.identity = identity;
    this.deadline = deadline;
  }

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(method, PartialAnswers.of(URI.create(url)));
  }

  private final class Request extends LowLevelHttpRequest {

    private final String method;
    private final URI uri;
    private final HttpRequest.Builder request;

    Request(String method, URI uri) {
      this.method = method;
      this.uri = uri;
      this.request = HttpRequest.newBuilder(uri);
    }

    @Override
    public void addHeader(String name, String value) {
      if (!NOT_OURS_TO_SET.contains(name.toLowerCase(Locale.ROOT))) {
        request.header(name, value);
      }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      if (getContentType() != null) {
        request.setHeader("Content-Type", getContentType());
      }
      identity
          .headers(uri)
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
      request.method(method, body());
      CompletableFuture<HttpResponse<byte[]>> answer =
          http.sendAsync(request.build(), BodyHandlers.ofByteArray());
      try {
        HttpResponse<byte[]> got = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        if (got.statusCode() == UNAUTHORIZED) {
          identity.wasRefused();
        }
        return new Answer(GenuineAnswers.check(got));
      } catch (TimeoutException late) {
        answer.cancel(true);
        throw new HttpTimeoutException("no answer within " + deadline.toMillis() + " ms");
      } catch (InterruptedException ending) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the wait for an answer was interrupted");
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof IOException broken
            ? broken
            : new IOException(failed.getCause());
      }
    }

    private HttpRequest.BodyPublisher body() throws IOException {
      if (getStreamingContent() == null) {
        return BodyPublishers.noBody();
      }
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      getStreamingContent().writeTo(content);
      return BodyPublishers.ofByteArray(content.toByteArray());
    }
  }

  private static final class Answer extends LowLevelHttpResponse {

    private final HttpResponse<byte[]> answer;
    private final List<Map.Entry<String, String>> headers;

    Answer(HttpResponse<byte[]> answer) {
      this.answer = answer;
      this.headers =
          answer.headers().map().entrySet().stream()
              .flatMap(
                  header ->
                      header.getValue().stream().map(value -> Map.entry(header.getKey(), value)))
              .toList();
    }

    @Override
    public InputStream getContent() {
      return new ByteArrayInputStream(answer.body());
    }

    @Override
    public @Nullable String getContentEncoding() {
      return null;
    }

    @Override
    public long getContentLength() {
      return answer.body().length;
    }

    @Override
    public @Nullable String getContentType() {
      return answer.headers().firstValue("Content-Type").orElse(null);
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + answer.statusCode();
    }

    @Override
    public int getStatusCode() {
      return answer.statusCode();
    }

    @Override
    public @Nullable String getReasonPhrase() {
      return null;
    }

    @Override
    public int getHeaderCount() {
      return headers.size();
    }

    @Override
    public String getHeaderName(int index) {
      return headers.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
      return headers.get(index).getValue();
    }
  }
}
