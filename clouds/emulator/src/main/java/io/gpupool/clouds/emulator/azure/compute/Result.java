package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.azure.model.AsyncOperation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What comes of a request.
 *
 * @param status the HTTP status
 * @param headers its headers, but for those that all answers have
 * @param body the resource, if there is one to be shown
 */
public record Result(int status, Map<String, String> headers, Optional<Fields> body) {

  private static final int SECONDS_BETWEEN_LOOKS = 10;

  public Result {
    headers = Map.copyOf(headers);
  }

  /** A resource. */
  static Result ok(Fields body) {
    return new Result(200, Map.of(), Optional.of(body));
  }

  /** Nothing, to be told of later. */
  static Result accepted(Request request, AsyncOperation operation) {
    return new Result(202, Map.of(), Optional.empty()).following(request, operation);
  }

  /** The same with another status. */
  Result as(int newStatus) {
    return new Result(newStatus, headers, body);
  }

  /** The same with the version of the resource. */
  Result version(String etag) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put("ETag", etag);
    return new Result(status, more, body);
  }

  /** The same with the addresses at which the operation can be followed. */
  Result following(Request request, AsyncOperation operation) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    String address =
        request.url(
            "/subscriptions/"
                + request.subscription().id()
                + "/providers/Microsoft.Compute/locations/"
                + operation.location()
                + "/operations/"
                + operation.id(),
            Map.of());
    more.put("Azure-AsyncOperation", address);
    more.put("Location", address + "&monitor=true");
    more.put("Retry-After", Integer.toString(SECONDS_BETWEEN_LOOKS));
    return new Result(status, more, body);
  }
}
