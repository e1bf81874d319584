package io.gpupool.clouds.azure;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.management.exception.ManagementException;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.FailureCode;
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
 * What Azure Resource Manager refuses calls for, in our words. The codes are those of its error
 * document, {@code error.code}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors">
 *     common errors</a>
 */
final class AzureErrors {

  private static final Map<String, Kind> BY_CODE =
      Map.ofEntries(
          // slow down
          Map.entry("TooManyRequests", Kind.THROTTLED),
          Map.entry("SubscriptionRequestsThrottled", Kind.THROTTLED),
          Map.entry("OperationThrottled", Kind.THROTTLED),
          // not allowed
          Map.entry("AuthorizationFailed", Kind.DENIED),
          Map.entry("LinkedAuthorizationFailed", Kind.DENIED),
          Map.entry("InvalidAuthenticationToken", Kind.DENIED),
          Map.entry("ExpiredAuthenticationToken", Kind.DENIED),
          Map.entry("AuthenticationFailed", Kind.DENIED),
          Map.entry("RequestDisallowedByPolicy", Kind.DENIED),
          Map.entry("ScopeLocked", Kind.DENIED),
          Map.entry("SubscriptionNotFound", Kind.DENIED),
          // not there
          Map.entry("ResourceNotFound", Kind.NOT_FOUND),
          Map.entry("ResourceGroupNotFound", Kind.NOT_FOUND),
          Map.entry("NotFound", Kind.NOT_FOUND),
          // somebody else is changing it
          Map.entry("PreconditionFailed", Kind.CHANGED),
          Map.entry("ConditionNotMet", Kind.CHANGED),
          Map.entry("OperationPreempted", Kind.CHANGED),
          Map.entry("Conflict", Kind.CHANGED),
          Map.entry("ConflictingUserInput", Kind.CHANGED));

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private AzureErrors() {}

  /** A failed reading. */
  static CloudError ofReading(RuntimeException failure) {
    return translate(failure);
  }

  /** A failed change. */
  static CloudError ofWriting(RuntimeException failure) {
    CloudError error = translate(failure);
    return mayHaveBeenCarriedOut(failure, error) ? error.thatMayHaveHappened() : error;
  }

  private static CloudError translate(Throwable failure) {
    Optional<CredentialsException> unidentified = cause(failure, CredentialsException.class);
    if (unidentified.isPresent()) {
      return unidentified.get().error();
    }
    Optional<HttpResponseException> refusal = cause(failure, HttpResponseException.class);
    if (refusal.isPresent() && refusal.get().getResponse() != null) {
      return translate(refusal.get());
    }
    Throwable root = root(failure);
    return CloudError.of(
        Kind.UNAVAILABLE,
        root.getClass().getSimpleName(),
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
  }

  private static CloudError translate(HttpResponseException refusal) {
    HttpResponse answer = refusal.getResponse();
    int status = answer.getStatusCode();
    Duration retryAfter =
        RetryAfter.of(
            Optional.ofNullable(answer.getHeaderValue(HttpHeaderName.RETRY_AFTER)),
            Optional.ofNullable(answer.getHeaderValue(HttpHeaderName.DATE)));
    if (refusal instanceof ManagementException managed
        && managed.getValue() != null
        && managed.getValue().getCode() != null
        && !managed.getValue().getCode().isBlank()) {
      String code = managed.getValue().getCode();
      String text = Optional.ofNullable(managed.getValue().getMessage()).orElse(code);
      return CloudError.of(kind(status, code, text), code, text).retryableAfter(retryAfter);
    }
    // an answer without an error document: a proxy or a load balancer speaks
    Kind kind = status == TOO_MANY_REQUESTS ? Kind.THROTTLED : Kind.UNAVAILABLE;
    return CloudError.of(kind, "HTTP" + status, "the answer isn't one of Azure's")
        .retryableAfter(retryAfter);
  }

  private static Kind kind(int status, String code, String text) {
    if (status == UNAUTHORIZED) {
      return Kind.DENIED;
    }
    if (status == TOO_MANY_REQUESTS) {
      return Kind.THROTTLED;
    }
    Kind known = BY_CODE.get(code);
    if (known != null) {
      return known;
    }
    FailureCode launch = LaunchFailures.code(code, text);
    if (launch == FailureCode.QUOTA_EXCEEDED || launch == FailureCode.SPOT_QUOTA_EXCEEDED) {
      return Kind.QUOTA;
    }
    if (launch.isOutOfResources()) {
      return Kind.OUT_OF_CAPACITY;
    }
    return switch (status) {
      case FORBIDDEN -> Kind.DENIED;
      case NOT_FOUND -> Kind.NOT_FOUND;
      case CONFLICT, PRECONDITION_FAILED -> Kind.CHANGED;
      default -> status >= SERVER_ERROR ? Kind.UNAVAILABLE : Kind.INVALID;
    };
  }

  /** Everything but a clear refusal or a request that never left. */
  private static boolean mayHaveBeenCarriedOut(Throwable failure, CloudError error) {
    if (error.kind() != Kind.UNAVAILABLE
        || cause(failure, CredentialsException.class).isPresent()) {
      return false;
    }
    return cause(failure, ConnectException.class).isEmpty()
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
}
