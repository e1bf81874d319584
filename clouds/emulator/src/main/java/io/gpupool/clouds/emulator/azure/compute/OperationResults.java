package io.gpupool.clouds.emulator.azure.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.azure.model.AsyncOperation;
import io.gpupool.clouds.emulator.azure.model.AzureException;
import io.gpupool.clouds.emulator.azure.model.ProvisioningError;
import io.gpupool.clouds.emulator.azure.wire.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code locations/operations}: how operations stand that were accepted. */
final class OperationResults {

  private static final int SECONDS_BETWEEN_LOOKS = 10;

  private OperationResults() {}

  static List<Method> methods() {
    return List.of(
        Method.of(
            "Operations_Get",
            "GET "
                + Method.SUBSCRIPTION
                + Method.PROVIDER
                + "locations/{location}/operations/{operation}",
            "Microsoft.Compute/locations/operations/read",
            Set.of("monitor"),
            OperationResults::get));
  }

  private static Result get(Request request) {
    AsyncOperation operation =
        request
            .subscription()
            .operations()
            .named(request.path("location"), request.path("operation"))
            .orElseThrow(
                () ->
                    new AzureException(
                        404,
                        "NotFound",
                        "The operation '" + request.path("operation") + "' was not found."));
    boolean running = operation.status() == AsyncOperation.Status.IN_PROGRESS;
    if (request.flag("monitor")) {
      return monitored(operation, running);
    }
    Map<String, String> headers =
        running ? Map.of("Retry-After", Integer.toString(SECONDS_BETWEEN_LOOKS)) : Map.of();
    return new Result(200, headers, Optional.of(of(operation)));
  }

  /** The address in {@code Location} answers as the request would have, had it waited. */
  private static Result monitored(AsyncOperation operation, boolean running) {
    if (running) {
      return new Result(
          202, Map.of("Retry-After", Integer.toString(SECONDS_BETWEEN_LOOKS)), Optional.empty());
    }
    List<ProvisioningError> errors = operation.errors();
    if (!errors.isEmpty()) {
      throw new AzureException(409, errors.get(0).code(), errors.get(0).message());
    }
    return new Result(200, Map.of(), Optional.empty());
  }

  private static Fields of(AsyncOperation operation) {
    Fields json =
        Fields.none()
            .with("startTime", Timestamp.of(operation.started()))
            .with("endTime", operation.ended().map(Timestamp::of))
            .with("status", operation.status().text());
    List<ProvisioningError> errors = operation.errors();
    if (operation.status() != AsyncOperation.Status.IN_PROGRESS && !errors.isEmpty()) {
      Fields error = error(errors.get(0));
      if (errors.size() > 1) {
        error.with("details", errors.stream().map(OperationResults::error).toList());
      }
      json.with("error", error);
    }
    return json.with("name", operation.id());
  }

  private static Fields error(ProvisioningError error) {
    return Fields.none().with("code", error.code()).with("message", error.message());
  }
}
