package io.gpupool.clouds.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.RetryAfter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;

/**
 * Watches what is answered to the requests of one credential, be it by the directory or by the
 * machine's own endpoint. Whoever can't be reached and whoever refuses look much the same in the
 * SDK's errors; on the wire they don't.
 */
final class TokenRequests implements HttpPipelinePolicy {

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** What the machine's endpoint says while it is being changed, and what says nothing of us. */
  private static final Set<Integer> PASSING = Set.of(NOT_FOUND, REQUEST_TIMEOUT, GONE);

  /** Errors of OAuth that are over in a while. */
  private static final Set<String> PASSING_ERRORS =
      Set.of("temporarily_unavailable", "server_error");

  private volatile Optional<CloudError> passing = Optional.empty();
  private volatile Optional<String> refusal = Optional.empty();

  /** Why the last request came to nothing, if that is no verdict on who we are. */
  Optional<CloudError> passing() {
    return passing;
  }

  /** What the last request was refused for, in the words of whoever refused it. */
  Optional<String> refusal() {
    return refusal;
  }

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    String host = context.getHttpRequest().getUrl().getHost();
    refusal = Optional.empty();
    // what holds until there is an answer: the SDK may give up waiting for one
    passing = Optional.of(unavailable(host, "there is no answer"));
    return next.process()
        .flatMap(answer -> watched(host, answer))
        .doOnError(failure -> passing = Optional.of(unavailable(host, reason(failure))));
  }

  private Mono<HttpResponse> watched(String host, HttpResponse answer) {
    HttpResponse whole = answer.buffer();
    return whole
        .getBodyAsString()
        .defaultIfEmpty("")
        .map(
            body -> {
              judge(host, whole, document(body));
              return whole;
            });
  }

  private void judge(String host, HttpResponse answer, Map<String, Object> document) {
    int status = answer.getStatusCode();
    String error = word(document, "error").orElse("");
    if (status < BAD_REQUEST && !document.isEmpty()) {
      passing = Optional.empty();
    } else if (status == TOO_MANY_REQUESTS) {
      passing =
          Optional.of(
              CloudError.of(
                      Kind.THROTTLED, "NoToken", "%s asks to slow down".formatted(place(host)))
                  .retryableAfter(
                      RetryAfter.of(
                          header(answer, HttpHeaderName.RETRY_AFTER),
                          header(answer, HttpHeaderName.DATE))));
    } else if (error.isEmpty()) {
      String type = header(answer, HttpHeaderName.CONTENT_TYPE).orElse("");
      passing =
          Optional.of(
              unavailable(
                  host,
                  "its answer with status %d and the type '%s' is none of a place that gives tokens"
                      .formatted(status, type)));
    } else if (status >= SERVER_ERROR
        || PASSING.contains(status)
        || PASSING_ERRORS.contains(error)) {
      passing = Optional.of(unavailable(host, "status %d, %s".formatted(status, error)));
    } else {
      passing = Optional.empty();
      refusal = Optional.of(oneLine(word(document, "error_description").orElse(error)));
    }
  }

  /** What went wrong, as far as one line can say it. */
  static String reason(Throwable failure) {
    Throwable told = failure;
    while (told.getCause() != null && !(told instanceof IOException)) {
      told = told.getCause();
    }
    String kind = told.getClass().getSimpleName();
    return told.getMessage() == null ? kind : kind + ": " + oneLine(told.getMessage());
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static CloudError unavailable(String host, String why) {
    return CloudError.of(Kind.UNAVAILABLE, "NoToken", "%s: %s".formatted(place(host), why));
  }

  private static String place(String host) {
    return "no access token for Azure can be had at the moment from " + host;
  }

  private static Optional<String> header(HttpResponse answer, HttpHeaderName name) {
    return Optional.ofNullable(answer.getHeaderValue(name));
  }

  private static Optional<String> word(Map<String, Object> document, String member) {
    return document.get(member) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The document in an answer; empty if there is none. */
  private static Map<String, Object> document(String body) {
    try (JsonReader reader = JsonProviders.createReader(body)) {
      Map<String, Object> document = reader.readMap(JsonReader::readUntyped);
      return document == null ? Map.of() : document;
    } catch (IOException | RuntimeException none) {
      return Map.of();
    }
  }
}
