package io.gpupool.clouds.emulator.azure.model;

/** What Azure refuses, with its own status, code and words. */
public final class AzureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String text;

  public AzureException(int status, String code, String text) {
    super(code + ": " + text);
    this.status = status;
    this.code = code;
    this.text = text;
  }

  /** What most requests get which make no sense. */
  public static AzureException invalidParameter(String text) {
    return new AzureException(400, "InvalidParameter", text);
  }

  /** There is no such scale set or virtual machine. */
  public static AzureException notFound(String type, String name, String resourceGroup) {
    return new AzureException(
        404,
        "ResourceNotFound",
        "The Resource 'Microsoft.Compute/"
            + type
            + "/"
            + name
            + "' under resource group '"
            + resourceGroup
            + "' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");
  }

  /** Something else goes on that doesn't go together with what is asked. */
  public static AzureException conflict(String text) {
    return new AzureException(409, "OperationNotAllowed", text);
  }

  /** Someone has changed the resource since it was read. */
  public static AzureException preconditionFailed(String condition, String etag) {
    return new AzureException(
        412,
        "PreconditionFailed",
        "The condition of the header '"
            + condition
            + "' isn't met: the resource's ETag is "
            + etag
            + ".");
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
