package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import io.gpupool.clouds.emulator.gcp.model.ComputeOperation;
import io.gpupool.clouds.emulator.gcp.model.CreationError;
import io.gpupool.clouds.emulator.gcp.wire.Link;
import io.gpupool.clouds.emulator.gcp.wire.Timestamp;
import java.util.List;

/** Writes operations. */
final class OperationJson {

  private static final int COMPLETE_PERCENT = 100;

  private OperationJson() {}

  static Fields operation(ComputeOperation operation) {
    boolean done = operation.status() == ComputeOperation.Status.DONE;
    Fields fields =
        Fields.none()
            .with("kind", "compute#operation")
            .with("id", operation.id())
            .with("name", operation.name())
            .with(
                operation.target().location().zonal() ? "zone" : "region",
                Link.to(
                    "projects/"
                        + operation.target().project()
                        + "/"
                        + operation.target().location().path()))
            .with("operationType", operation.type())
            .with("targetLink", Link.to(operation.target().path()))
            .with("targetId", operation.target().id())
            .with("status", operation.status().name())
            .with("user", operation.user())
            .with("progress", done ? COMPLETE_PERCENT : 0)
            .with("insertTime", Timestamp.of(operation.inserted()))
            .with("startTime", operation.started().map(Timestamp::of))
            .with("endTime", operation.ended().map(Timestamp::of))
            .with("selfLink", Link.to(operation.path()));
    operation.error().ifPresent(error -> fail(fields, error));
    return fields;
  }

  private static void fail(Fields fields, CreationError error) {
    boolean forbidden = error.code().contains("QUOTA") || error.code().contains("PERMISSION");
    fields
        .with("httpErrorStatusCode", forbidden ? 403 : 400)
        .with("httpErrorMessage", forbidden ? "FORBIDDEN" : "BAD REQUEST")
        .with("error", Fields.none().with("errors", List.of(GroupJson.error(error))));
  }
}
