package io.gpupool.clouds.azure;

/** No access token could be had, so nothing was asked. */
final class CredentialsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CredentialsException(Throwable cause) {
    super(
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage(), cause);
  }
}
