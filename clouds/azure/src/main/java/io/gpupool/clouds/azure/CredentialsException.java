package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.CloudError;

/** No access token could be had, so nothing was asked. */
final class CredentialsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient CloudError error;

  CredentialsException(CloudError error, Throwable cause) {
    super(error.toString(), cause);
    this.error = error;
  }

  CloudError error() {
    return error;
  }
}
