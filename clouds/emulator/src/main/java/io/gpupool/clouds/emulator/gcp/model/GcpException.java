package io.gpupool.clouds.emulator.gcp.model;

/** What Google Cloud refuses, with its own status, reason and words. */
public final class GcpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String reason;
  private final String text;

  public GcpException(int status, String reason, String text) {
    super(reason + ": " + text);
    this.status = status;
    this.reason = reason;
    this.text = text;
  }

  /** What most requests get which make no sense. */
  public static GcpException invalid(String text) {
    return new GcpException(400, "invalid", text);
  }

  /** A value that a field or a parameter can't have. */
  public static GcpException invalidValue(String field, String value, String why) {
    return invalid("Invalid value for field '" + field + "': '" + value + "'. " + why);
  }

  /** There is no such resource; its path begins with {@code projects/}. */
  public static GcpException notFound(String path) {
    return new GcpException(404, "notFound", "The resource '" + path + "' was not found");
  }

  /** There is one of that name already. */
  public static GcpException alreadyExists(String path) {
    return new GcpException(409, "alreadyExists", "The resource '" + path + "' already exists");
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The reason that programs look at. */
  public String reason() {
    return reason;
  }

  /** The sentence that people read. */
  public String text() {
    return text;
  }
}
