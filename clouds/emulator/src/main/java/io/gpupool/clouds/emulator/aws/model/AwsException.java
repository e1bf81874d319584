package io.gpupool.clouds.emulator.aws.model;

/** What AWS refuses, with its own status, code and words. */
public final class AwsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String text;

  public AwsException(int status, String code, String text) {
    super(code + ": " + text);
    this.status = status;
    this.code = code;
    this.text = text;
  }

  /** The refusal that most requests get which make no sense to a service other than EC2. */
  public static AwsException validation(String text) {
    return new AwsException(400, "ValidationError", text);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The code that programs look at. */
  public String code() {
    return code;
  }

  /** The sentence that people read. */
  public String text() {
    return text;
  }
}
