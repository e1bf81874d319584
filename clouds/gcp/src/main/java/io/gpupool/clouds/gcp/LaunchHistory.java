package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.InstanceGroupManagerStatusBulkInstanceOperationLastProgressCheck;
import com.google.cloud.compute.v1.InstanceManagedByIgmError;
import com.google.cloud.compute.v1.Operation;
import io.gpupool.clouds.api.LaunchFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a group that wants more machines has tried: since when it wants them, and why they don't
 * come. All of it is the cloud's own account, so it is the same after a restart.
 *
 * @param targetSince when its target was raised last, if the cloud still knows
 * @param failures the newest first
 */
record LaunchHistory(Optional<Instant> targetSince, List<LaunchFailure> failures) {

  /** Nothing known, or nothing wanted. */
  static final LaunchHistory NONE = new LaunchHistory(Optional.empty(), List.of());

  private static final int MOST_FAILURES = 20;

  /** The ends of the names of operations that make a group larger. */
  private static final Set<String> RAISING =
      Set.of(
          "insert",
          "resize",
          "resizeAdvanced",
          "createInstances",
          "startInstances",
          "resumeInstances");

  LaunchHistory {
    failures = List.copyOf(failures);
  }

  /**
   * @param operations on the group, the newest first
   * @param errors that the group remembers, with their times
   */
  static LaunchHistory of(
      ManagedGroup group,
      List<Member> members,
      List<Operation> operations,
      List<InstanceManagedByIgmError> errors,
      Instant now) {
    List<Operation> raising = operations.stream().filter(LaunchHistory::raises).toList();
    Optional<Instant> since =
        raising.stream()
            .filter(operation -> !Operations.hasFailed(operation))
            .flatMap(operation -> Operations.began(operation).stream())
            .max(Comparator.naturalOrder());
    Instant earliest = since.orElse(Instant.MIN);

    List<LaunchFailure> failures = new ArrayList<>();
    ofSlots(members, errors, earliest, now).forEach(failures::add);
    raising.stream()
        .filter(Operations::hasFailed)
        .map(operation -> Operations.failure(operation, now))
        .forEach(failures::add);
    ofAllAtOnce(group, now).ifPresent(failures::add);
    return new LaunchHistory(
        since,
        failures.stream()
            .filter(failure -> !failure.at().isBefore(earliest))
            .distinct()
            .sorted(Comparator.comparing(LaunchFailure::at).reversed())
            .limit(MOST_FAILURES)
            .toList());
  }

  private static boolean raises(Operation operation) {
    String type = operation.getOperationType();
    return RAISING.contains(type.substring(type.lastIndexOf('.') + 1));
  }

  /**
   * What slots failed for. A slot says why and not when, and the list of errors says when; a slot
   * that still has its error belongs to the present target, whatever its age.
   */
  private static List<LaunchFailure> ofSlots(
      List<Member> members, List<InstanceManagedByIgmError> errors, Instant earliest, Instant now) {
    Map<InstanceRef, Instant> latest = new HashMap<>();
    for (InstanceManagedByIgmError error : errors) {
      Optional<InstanceRef> slot = Links.instance(error.getInstanceActionDetails().getInstance());
      Optional<Instant> at = Operations.instant(error.getTimestamp());
      if (slot.isPresent() && at.isPresent()) {
        latest.merge(slot.get(), at.get(), (one, other) -> one.isAfter(other) ? one : other);
      }
    }
    List<LaunchFailure> failures = new ArrayList<>();
    for (Member member : members) {
      if (member.hasFailed()) {
        Instant at = latest.getOrDefault(member.ref(), now);
        failures.add(failure(at.isBefore(earliest) ? now : at, member.errors()));
      }
    }
    return failures;
  }

  /** A group whose machines come all together fails as a whole. */
  private static Optional<LaunchFailure> ofAllAtOnce(ManagedGroup group, Instant now) {
    InstanceGroupManagerStatusBulkInstanceOperationLastProgressCheck check =
        group.data().getStatus().getBulkInstanceOperation().getLastProgressCheck();
    return check.getError().getErrorsCount() == 0
        ? Optional.empty()
        : Optional.of(
            failure(
                Operations.instant(check.getTimestamp()).orElse(now),
                check.getError().getErrorsList()));
  }

  private static LaunchFailure failure(Instant at, List<Errors> errors) {
    return new LaunchFailure(at, LaunchFailures.code(errors), LaunchFailures.text(errors));
  }
}
