package io.gpupool.clouds.gcp;

import io.gpupool.clouds.api.CloudError;
import java.io.IOException;

/** Why a request wasn't sent: there was nothing to identify us with. */
final class CredentialsException extends IOException {

  private static final long serialVersionUID = 1L;

  private final CloudError error;

  CredentialsException(CloudError error, Throwable cause) {
    super(error.toString(), cause);
    this.error = error;
  }

  CloudError error() {
    return error;
  }
}
