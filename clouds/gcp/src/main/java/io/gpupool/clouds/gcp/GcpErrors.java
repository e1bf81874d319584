package io.gpupool.clouds.gcp;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.RetryAfter;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the Compute API refuses calls for, in our words. The reasons are those of its error
 * document, {@code errors[].reason}.
 *
 * @see <a
 *     href="https://cloud.google.com/compute/docs/troubleshooting/troubleshooting-using-api">API
 *     errors</a> and <a href="https://cloud.google.com/compute/api-quota">API rate quotas</a>
 */
final class GcpErrors {

  private static final Map<String, Kind> BY_REASON =
      Map.ofEntries(
          // slow down
          Map.entry("rateLimitExceeded", Kind.THROTTLED),
          Map.entry("userRateLimitExceeded", Kind.THROTTLED),
          Map.entry("dailyLimitExceeded", Kind.THROTTLED),
          Map.entry("operationRateLimitExceeded", Kind.THROTTLED),
          Map.entry("concurrentLimitExceeded", Kind.THROTTLED),
          Map.entry("RATE_LIMIT_EXCEEDED", Kind.THROTTLED),
          // not allowed
          Map.entry("authError", Kind.DENIED),
          Map.entry("required", Kind.INVALID),
          Map.entry("forbidden", Kind.DENIED),
          Map.entry("insufficientPermissions", Kind.DENIED),
          Map.entry("accessNotConfigured", Kind.DENIED),
          Map.entry("accountDisabled", Kind.DENIED),
          Map.entry("SERVICE_DISABLED", Kind.DENIED),
          // not there
          Map.entry("notFound", Kind.NOT_FOUND),
          // no more of them
          Map.entry("quotaExceeded", Kind.QUOTA),
          Map.entry("resourcePoolExhausted", Kind.OUT_OF_CAPACITY),
          // somebody else is changing it
          Map.entry("resourceNotReady", Kind.CHANGED),
          Map.entry("resourceInUseByAnotherResource", Kind.CHANGED),
          Map.entry("conditionNotMet", Kind.CHANGED),
          // broken there
          Map.entry("backendError", Kind.UNAVAILABLE),
          Map.entry("internalError", Kind.UNAVAILABLE),
          // no sense
          Map.entry("invalid", Kind.INVALID),
          Map.entry("invalidUsage", Kind.INVALID),
          Map.entry("badRequest", Kind.INVALID));

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private record Refusal(String reason, String text) {}

  private GcpErrors() {}

  /** A failed reading. */
  static CloudError ofReading(ApiException failure) {
    return translate(failure);
  }

  /** A failed change. */
  static CloudError ofWriting(ApiException failure) {
    CloudError error = translate(failure);
    return mayHaveBeenCarriedOut(failure, error) ? error.thatMayHaveHappened() : error;
  }

  private static CloudError translate(ApiException failure) {
    Optional<CredentialsException> unidentified = cause(failure, CredentialsException.class);
    if (unidentified.isPresent()) {
      return unidentified.get().error();
    }
    Optional<HttpResponseException> refusal = cause(failure, HttpResponseException.class);
    if (refusal.isPresent()) {
      return translate(refusal.get());
    }
    return CloudError.of(
        Kind.UNAVAILABLE, root(failure).getClass().getSimpleName(), rootMessage(failure));
  }

  private static CloudError translate(HttpResponseException refusal) {
    int status = refusal.getStatusCode();
    Duration retryAfter =
        RetryAfter.of(
            Optional.ofNullable(refusal.getHeaders()).map(headers -> headers.getRetryAfter()),
            Optional.ofNullable(refusal.getHeaders()).map(headers -> headers.getDate()));
    Optional<Refusal> document = document(refusal.getContent());
    if (document.isEmpty()) {
      // an answer without an error document: a proxy or a load balancer speaks
      Kind kind = status == TOO_MANY_REQUESTS ? Kind.THROTTLED : Kind.UNAVAILABLE;
      return CloudError.of(kind, "HTTP" + status, "the answer isn't one of the Compute API's")
          .retryableAfter(retryAfter);
    }
    Refusal words = document.get();
    return CloudError.of(kind(status, words), words.reason(), words.text())
        .retryableAfter(retryAfter);
  }

  private static Kind kind(int status, Refusal words) {
    if (status == UNAUTHORIZED) {
      return Kind.DENIED;
    }
    if (status == TOO_MANY_REQUESTS) {
      return Kind.THROTTLED;
    }
    Kind known = BY_REASON.get(words.reason());
    if (known != null) {
      return known;
    }
    return switch (status) {
      case FORBIDDEN -> Kind.DENIED;
      case NOT_FOUND -> Kind.NOT_FOUND;
      case CONFLICT, PRECONDITION_FAILED -> Kind.CHANGED;
      default -> status >= SERVER_ERROR ? Kind.UNAVAILABLE : Kind.INVALID;
    };
  }

  /** Reads {@code {"error": {"message", "errors": [{"reason", "message"}], "status"}}}. */
  private static Optional<Refusal> document(@Nullable String content) {
    if (content == null) {
      return Optional.empty();
    }
    try {
      JsonElement parsed = JsonParser.parseString(content);
      if (!parsed.isJsonObject()
          || !(parsed.getAsJsonObject().get("error") instanceof JsonObject)) {
        return Optional.empty();
      }
      JsonObject error = parsed.getAsJsonObject().getAsJsonObject("error");
      String status = text(error, "status").orElse("HTTP" + text(error, "code").orElse(""));
      String message = text(error, "message").orElse(status);
      if (error.get("errors") instanceof JsonArray errors
          && !errors.isEmpty()
          && errors.get(0) instanceof JsonObject first) {
        return Optional.of(
            new Refusal(
                text(first, "reason").orElse(status), text(first, "message").orElse(message)));
      }
      return Optional.of(new Refusal(status, message));
    } catch (JsonParseException | IllegalStateException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(JsonObject object, String member) {
    JsonElement value = object.get(member);
    return value != null && value.isJsonPrimitive() && !value.getAsString().isBlank()
        ? Optional.of(value.getAsString())
        : Optional.empty();
  }

  /** Everything but a clear refusal or a request that never left. */
  private static boolean mayHaveBeenCarriedOut(ApiException failure, CloudError error) {
    if (cause(failure, CredentialsException.class).isPresent()) {
      return false;
    }
    Optional<HttpResponseException> refusal = cause(failure, HttpResponseException.class);
    if (refusal.isPresent()) {
      return refusal.get().getStatusCode() >= SERVER_ERROR || error.kind() == Kind.UNAVAILABLE;
    }
    return error.kind() == Kind.UNAVAILABLE
        && cause(failure, ConnectException.class).isEmpty()
        && cause(failure, HttpConnectTimeoutException.class).isEmpty()
        && cause(failure, UnknownHostException.class).isEmpty()
        && cause(failure, NoRouteToHostException.class).isEmpty();
  }

  private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = root(failure);
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
