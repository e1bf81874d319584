package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.ListRegionOperationsRequest;
import com.google.cloud.compute.v1.ListZoneOperationsRequest;
import com.google.cloud.compute.v1.Operation;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.LaunchFailure;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Reads what has been asked of groups and what became of it. The SDK's futures say only that an
 * operation failed; why it did is in the operation itself.
 */
final class Operations {

  private static final int LATEST_OF_A_GROUP = 50;

  /** As many as the API puts on a page. */
  private static final int LATEST_OF_A_PLACE = 500;

  private static final String NEWEST_FIRST = "creationTimestamp desc";

  private final String project;
  private final GcpClients clients;
  private final Reads reads;

  Operations(String project, GcpClients clients, Reads reads) {
    this.project = project;
    this.clients = clients;
    this.reads = reads;
  }

  /**
   * The latest operations on a group, the newest first. An API that doesn't take the filter is
   * asked for all of the place instead.
   */
  List<Operation> of(ManagedGroup group) throws CloudException {
    long id = group.data().getId();
    List<Operation> found;
    try {
      found = latest(group.ref(), "targetId = " + Long.toUnsignedString(id), LATEST_OF_A_GROUP);
    } catch (CloudException failure) {
      if (failure.error().kind() != Kind.INVALID) {
        throw failure;
      }
      found = latest(group.ref(), "", LATEST_OF_A_PLACE);
    }
    return found.stream().filter(operation -> operation.getTargetId() == id).toList();
  }

  private List<Operation> latest(GroupRef group, String filter, int most) throws CloudException {
    return reads.one(
        () ->
            group.isRegional()
                ? clients
                    .regionOperations()
                    .listCallable()
                    .call(
                        ListRegionOperationsRequest.newBuilder()
                            .setProject(project)
                            .setRegion(group.location())
                            .setFilter(filter)
                            .setOrderBy(NEWEST_FIRST)
                            .setMaxResults(most)
                            .build())
                    .getItemsList()
                : clients
                    .zoneOperations()
                    .listCallable()
                    .call(
                        ListZoneOperationsRequest.newBuilder()
                            .setProject(project)
                            .setZone(group.location())
                            .setFilter(filter)
                            .setOrderBy(NEWEST_FIRST)
                            .setMaxResults(most)
                            .build())
                    .getItemsList());
  }

  /** How an operation stands; empty if nobody remembers it. */
  Optional<Operation> one(GroupRef group, String name) throws CloudException {
    try {
      return Optional.of(
          reads.one(
              () ->
                  group.isRegional()
                      ? clients.regionOperations().get(project, group.location(), name)
                      : clients.zoneOperations().get(project, group.location(), name)));
    } catch (CloudException failure) {
      if (failure.error().kind() == Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  static boolean hasEnded(Operation operation) {
    return operation.getStatus() == Operation.Status.DONE;
  }

  static boolean hasFailed(Operation operation) {
    return hasEnded(operation)
        && (operation.getError().getErrorsCount() > 0 || operation.getHttpErrorStatusCode() >= 400);
  }

  /** When it was asked for. */
  static Optional<Instant> began(Operation operation) {
    return instant(operation.getInsertTime());
  }

  /** Why it failed. */
  static LaunchFailure failure(Operation operation, Instant now) {
    List<Errors> errors = operation.getError().getErrorsList();
    FailureCode code = LaunchFailures.code(errors);
    String text = errors.isEmpty() ? operation.getHttpErrorMessage() : LaunchFailures.text(errors);
    return new LaunchFailure(
        instant(operation.getEndTime()).orElse(now),
        code == FailureCode.OTHER ? FailureCode.REQUEST_REFUSED : code,
        text);
  }

  /** The API's notation of time, with the offset of some zone of Google's. */
  static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
