package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.RetryAfter;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * What AWS refuses calls for, in our words. The codes are those of the <a
 * href="https://docs.aws.amazon.com/autoscaling/ec2/APIReference/CommonErrors.html">common
 * errors</a>, of each action's own errors, and of <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2</a>.
 */
final class AwsErrors {

  private static final Map<String, Kind> BY_CODE =
      Map.ofEntries(
          // slow down
          Map.entry("Throttling", Kind.THROTTLED),
          Map.entry("ThrottlingException", Kind.THROTTLED),
          Map.entry("RequestLimitExceeded", Kind.THROTTLED),
          Map.entry("TooManyRequestsException", Kind.THROTTLED),
          Map.entry("ResourceContention", Kind.THROTTLED),
          Map.entry("ScalingActivityInProgress", Kind.THROTTLED),
          // not allowed
          Map.entry("AccessDenied", Kind.DENIED),
          Map.entry("AccessDeniedException", Kind.DENIED),
          Map.entry("UnauthorizedOperation", Kind.DENIED),
          Map.entry("AuthFailure", Kind.DENIED),
          Map.entry("InvalidClientTokenId", Kind.DENIED),
          Map.entry("UnrecognizedClientException", Kind.DENIED),
          Map.entry("SignatureDoesNotMatch", Kind.DENIED),
          Map.entry("IncompleteSignature", Kind.DENIED),
          Map.entry("MissingAuthenticationToken", Kind.DENIED),
          Map.entry("ExpiredToken", Kind.DENIED),
          Map.entry("ExpiredTokenException", Kind.DENIED),
          Map.entry("RequestExpired", Kind.DENIED),
          Map.entry("OptInRequired", Kind.DENIED),
          // broken there
          Map.entry("InternalFailure", Kind.UNAVAILABLE),
          Map.entry("InternalError", Kind.UNAVAILABLE),
          Map.entry("ServiceUnavailable", Kind.UNAVAILABLE),
          Map.entry("Unavailable", Kind.UNAVAILABLE),
          // no more of them
          Map.entry("InsufficientInstanceCapacity", Kind.OUT_OF_CAPACITY),
          Map.entry("LimitExceeded", Kind.QUOTA),
          Map.entry("VcpuLimitExceeded", Kind.QUOTA),
          Map.entry("InstanceLimitExceeded", Kind.QUOTA),
          Map.entry("MaxSpotInstanceCountExceeded", Kind.QUOTA));

  /** How the SDK says that it found no credentials; it has no exception type for that. */
  private static final Set<String> NO_CREDENTIALS =
      Set.of("unable to load credentials", "credentials must not be null", "access key must be");

  private static final int UNAUTHORIZED = 401;

  private AwsErrors() {}

  /** A failed reading. */
  static CloudException ofReading(SdkException failure) {
    return new CloudException(translate(failure), failure);
  }

  /** A failed change. */
  static CloudError ofWriting(SdkException failure) {
    CloudError error = translate(failure);
    return mayHaveBeenCarriedOut(failure, error) ? error.thatMayHaveHappened() : error;
  }

  /** The SDK's own words list the trouble of every provider it knows, on and on. */
  private static final String NO_CREDENTIALS_FOUND =
      "no AWS credentials were found in the environment, the shared files, a web identity or the"
          + " instance's own role; give the server one of them";

  private static CloudError translate(SdkException failure) {
    if (failure instanceof AwsServiceException refusal) {
      return translate(refusal).retryableAfter(retryAfter(refusal.awsErrorDetails()));
    }
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestBudget.SpentException spent) {
        return CloudError.of(Kind.THROTTLED, "RequestBudget", String.valueOf(spent.getMessage()));
      }
    }
    String message = String.valueOf(failure.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (NO_CREDENTIALS.stream().anyMatch(lower::contains)) {
      return CloudError.of(Kind.DENIED, "NoCredentials", NO_CREDENTIALS_FOUND);
    }
    return CloudError.of(Kind.UNAVAILABLE, failure.getClass().getSimpleName(), message);
  }

  private static Duration retryAfter(@Nullable AwsErrorDetails details) {
    SdkHttpResponse response = details == null ? null : details.sdkHttpResponse();
    return response == null
        ? Duration.ZERO
        : RetryAfter.of(
            response.firstMatchingHeader("Retry-After"), response.firstMatchingHeader("Date"));
  }

  private static CloudError translate(AwsServiceException refusal) {
    AwsErrorDetails details = refusal.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    String text = details == null ? null : details.errorMessage();
    if (refusal.statusCode() == UNAUTHORIZED) {
      // EC2 says AuthFailure, and the JDK's HTTP client keeps the words to itself
      return CloudError.of(
          Kind.DENIED,
          code == null || code.isBlank() ? "AuthFailure" : code,
          text == null ? "the credentials aren't accepted" : text);
    }
    if (code == null || code.isBlank()) {
      // an answer without AWS's error document: a proxy or a load balancer speaks
      return CloudError.of(
          Kind.UNAVAILABLE,
          "HTTP" + refusal.statusCode(),
          "the answer isn't one of AWS's: " + refusal.getMessage());
    }
    String words = text == null ? String.valueOf(refusal.getMessage()) : text;
    return CloudError.of(kind(code, words, refusal), code, words);
  }

  private static Kind kind(String code, String text, AwsServiceException refusal) {
    Kind known = BY_CODE.get(code);
    if (known != null) {
      return known;
    }
    if (code.equals("ValidationError") && isAboutAMissingGroup(text)) {
      return Kind.NOT_FOUND;
    }
    if (refusal.isThrottlingException()) {
      return Kind.THROTTLED;
    }
    return refusal.statusCode() >= 500 ? Kind.UNAVAILABLE : Kind.INVALID;
  }

  private static boolean isAboutAMissingGroup(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.contains("group name not found")
        || (lower.contains("group") && lower.contains("does not exist"));
  }

  /** Whether an instance is refused because there is no such instance. */
  static boolean isMissingInstance(CloudError error) {
    return error.code().equals("ValidationError")
        && error.text().toLowerCase(Locale.ROOT).contains("instance id not found");
  }

  /** Everything but a clear refusal or a request that never left. */
  private static boolean mayHaveBeenCarriedOut(SdkException failure, CloudError error) {
    if (failure instanceof AwsServiceException refusal) {
      return refusal.statusCode() >= 500 || error.kind() == Kind.UNAVAILABLE;
    }
    return error.kind() == Kind.UNAVAILABLE && !neverLeft(failure);
  }

  private static boolean neverLeft(SdkException failure) {
    if (!(failure instanceof SdkClientException)) {
      return false;
    }
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException) {
        return true;
      }
    }
    return false;
  }
}
