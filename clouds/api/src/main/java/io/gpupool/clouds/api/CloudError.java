package io.gpupool.clouds.api;

import java.io.Serializable;
import java.time.Duration;
import java.util.Objects;

/**
 * Why a cloud didn't do what it was asked, in words that are the same for all clouds, beside the
 * cloud's own.
 *
 * @param kind what the caller can do about it
 * @param code the cloud's own code ({@code ValidationError}), never empty
 * @param text the cloud's own words, for whoever reads the log
 * @param mayHaveHappened for a write, whether the request may have been carried out although it
 *     failed here: the connection broke or time ran out after it was sent
 * @param retryAfter how long the cloud asks to be left alone, as HTTP's {@code Retry-After} says;
 *     zero if it doesn't say
 */
public record CloudError(
    Kind kind, String code, String text, boolean mayHaveHappened, Duration retryAfter)
    implements Serializable {

  /** The closed set of reasons. */
  public enum Kind {
    /** The cloud asks us to slow down. Nothing was done; later it would be. */
    THROTTLED,
    /** No usable answer: unreachable, timed out, cut off, broken inside or not speaking its API. */
    UNAVAILABLE,
    /** Credentials are missing, refused or lack a permission. Nothing was done, nor will be. */
    DENIED,
    /** The group doesn't exist. */
    NOT_FOUND,
    /** The cloud has no such machines at the moment. */
    OUT_OF_CAPACITY,
    /** The account may not have more of them. */
    QUOTA,
    /** The request makes no sense to the cloud, such as a size outside the group's limits. */
    INVALID,
    /** The cloud's state is no longer what the caller believed. Look again. */
    CHANGED
  }

  public CloudError {
    Objects.requireNonNull(kind, "kind");
    if (code.isBlank()) {
      throw new IllegalArgumentException("code is empty");
    }
    Objects.requireNonNull(text, "text");
    if (retryAfter.isNegative()) {
      throw new IllegalArgumentException("retryAfter is " + retryAfter);
    }
  }

  /** An error that certainly left the cloud as it was. */
  public static CloudError of(Kind kind, String code, String text) {
    return new CloudError(kind, code, text, false, Duration.ZERO);
  }

  /** The same error, of a request that may have been carried out nevertheless. */
  public CloudError thatMayHaveHappened() {
    return new CloudError(kind, code, text, true, retryAfter);
  }

  /** The same error, of a cloud that says when to come back. */
  public CloudError retryableAfter(Duration delay) {
    return new CloudError(kind, code, text, mayHaveHappened, delay);
  }

  @Override
  public String toString() {
    return code + ": " + text;
  }
}
