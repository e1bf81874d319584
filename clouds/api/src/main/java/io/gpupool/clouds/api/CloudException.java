package io.gpupool.clouds.api;

import org.jspecify.annotations.Nullable;

/** The only exception that {@link Cloud} throws; everything worth knowing is in its error. */
public final class CloudException extends Exception {

  private static final long serialVersionUID = 1L;

  private final CloudError error;

  public CloudException(CloudError error) {
    this(error, null);
  }

  public CloudException(CloudError error, @Nullable Throwable cause) {
    super(error.toString(), cause);
    this.error = error;
  }

  /** What went wrong. */
  public CloudError error() {
    return error;
  }
}
