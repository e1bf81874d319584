package io.gpupool.clouds.azure;

import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.ReadingProblem;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Changes that Azure has accepted, followed to their end: it says yes before it has looked for
 * machines, and that there are none is in the operation. They are looked at when groups are read.
 */
final class AcceptedChanges {

  /** So long a change that failed is told of; by then everybody has read it. */
  private static final Duration TOLD_FOR = Duration.ofMinutes(15);

  private record Change(ScaleSetRef group, Optional<Integer> raisedTo, Set<String> leaving) {}

  private final Map<URI, Change> open = new LinkedHashMap<>();
  private final Map<String, LaunchFailure> refusedGrowth = new LinkedHashMap<>();
  private final Map<String, Instant> raised = new LinkedHashMap<>();
  private final Map<ReadingProblem, Instant> refusedDeletions = new LinkedHashMap<>();
  private final Operations operations;

  AcceptedChanges(Operations operations) {
    this.operations = operations;
  }

  /** A group is going to have another size; no operation if that is already done. */
  void resizing(ScaleSetRef group, int from, int to, Optional<String> operation, Instant now)
      throws CloudException {
    Optional<URI> address = address(operation);
    synchronized (this) {
      if (to > from) {
        refusedGrowth.remove(key(group));
        raised.put(key(group), now);
      }
      Optional<Integer> raisedTo = to > from ? Optional.of(to) : Optional.empty();
      address.ifPresent(uri -> open.put(uri, new Change(group, raisedTo, Set.of())));
    }
  }

  /** Instances of a group are going to be deleted. */
  void deleting(ScaleSetRef group, Set<String> leaving, Optional<String> operation)
      throws CloudException {
    Optional<URI> address = address(operation);
    synchronized (this) {
      address.ifPresent(
          uri -> open.put(uri, new Change(group, Optional.empty(), Set.copyOf(leaving))));
    }
  }

  /** The instances that are going to be deleted, whatever they are shown as. */
  synchronized Set<String> leaving() {
    Set<String> leaving = new HashSet<>();
    open.values().forEach(change -> leaving.addAll(change.leaving()));
    return leaving;
  }

  /** Whether something is under way in a group. */
  synchronized boolean isChanging(ScaleSetRef group) {
    return open.values().stream().anyMatch(change -> key(change.group()).equals(key(group)));
  }

  /** When we last raised the group's target, if this process did. */
  synchronized Optional<Instant> raised(ScaleSetRef group) {
    return Optional.ofNullable(raised.get(key(group)));
  }

  /** Looks how the open ones stand. */
  void look(Instant now) throws CloudException {
    for (Map.Entry<URI, Change> each : copy().entrySet()) {
      Optional<Operations.Standing> standing = operations.at(each.getKey());
      if (standing.map(Operations.Standing::ended).orElse(true)) {
        ended(each.getKey(), each.getValue(), standing, now);
      }
    }
    synchronized (this) {
      Instant forgotten = now.minus(TOLD_FOR);
      refusedGrowth.values().removeIf(failure -> failure.at().isBefore(forgotten));
      refusedDeletions.values().removeIf(since -> since.isBefore(forgotten));
    }
  }

  /** Why a group didn't grow although that had been accepted. */
  synchronized Optional<LaunchFailure> refusedGrowth(ScaleSetRef group) {
    return Optional.ofNullable(refusedGrowth.get(key(group)));
  }

  /** Deletions that came to nothing although they had been accepted. */
  synchronized List<ReadingProblem> problems() {
    return List.copyOf(refusedDeletions.keySet());
  }

  private synchronized Map<URI, Change> copy() {
    return new LinkedHashMap<>(open);
  }

  private synchronized void ended(
      URI operation, Change change, Optional<Operations.Standing> standing, Instant now) {
    open.remove(operation);
    if (standing.isEmpty() || !standing.get().failed()) {
      return;
    }
    String code = standing.get().code();
    String text = code + ": " + standing.get().message();
    if (change.raisedTo().isPresent()) {
      FailureCode reason = LaunchFailures.code(code, standing.get().message());
      refusedGrowth.put(
          key(change.group()),
          new LaunchFailure(
              now, reason == FailureCode.OTHER ? FailureCode.REQUEST_REFUSED : reason, text));
    } else if (!change.leaving().isEmpty()) {
      refusedDeletions.put(
          new ReadingProblem(
              change.group().id().value(),
              "Azure accepted to delete instances of it and then didn't: "
                  + text
                  + ". The autoscaler will ask again"),
          now);
    }
  }

  private Optional<URI> address(Optional<String> operation) throws CloudException {
    return operation.isPresent()
        ? Optional.of(operations.checked(operation.get()))
        : Optional.empty();
  }

  private static String key(ScaleSetRef group) {
    return group.id().value().toLowerCase(Locale.ROOT);
  }

  /** By what an instance is known here. */
  static String key(ProviderId instance) {
    return ResourceIds.key(instance);
  }
}
