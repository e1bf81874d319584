package io.gpupool.fleet;

import io.gpupool.clouds.api.LaunchFailure;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A node that was asked for and isn't there: what the autoscaler sees as a creating instance.
 *
 * @param id under which the autoscaler knows it
 * @param since when it was asked for; launch failures before that are none of its own
 * @param stage how far the request has come
 * @param failure why it won't be filled, as far as is known
 * @param releasing whether it is being given back; the autoscaler doesn't see it any more
 * @param releaseOwed whether the autoscaler has given it up and the cloud couldn't be told yet
 */
record Slot(
    PlaceholderId id,
    Instant since,
    Stage stage,
    Optional<LaunchFailure> failure,
    boolean releasing,
    boolean releaseOwed) {

  /** How far the request for a slot has come. */
  enum Stage {
    /** Promised to the autoscaler; the cloud is about to be asked. */
    WANTED,
    /** The cloud was asked and its answer was lost. The next reading tells. */
    UNSURE,
    /** Part of the cloud's own target. */
    AWAITED,
    /** The cloud refused it after the autoscaler had been told yes. */
    REFUSED
  }

  Slot {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(stage, "stage");
    if (stage == Stage.REFUSED && failure.isEmpty()) {
      throw new IllegalArgumentException(id + " is refused without a reason");
    }
  }

  static Slot wanted(PlaceholderId id, Instant since) {
    return new Slot(id, since, Stage.WANTED, Optional.empty(), false, false);
  }

  static Slot awaited(PlaceholderId id, Instant since) {
    return new Slot(id, since, Stage.AWAITED, Optional.empty(), false, false);
  }

  /** Whether the cloud's own target counts it. */
  boolean isBacked() {
    return stage == Stage.AWAITED;
  }

  boolean isVisible() {
    return !releasing;
  }

  /** Whether the cloud has refused it, so that giving it back costs no call. */
  boolean isRefused() {
    return stage == Stage.REFUSED;
  }

  /** Whether the cloud is about to be asked for it. */
  boolean isWanted() {
    return stage == Stage.WANTED;
  }

  /** Whether the cloud has never counted it, as far as is known. */
  boolean isUncounted() {
    return isRefused() || isWanted();
  }

  boolean hasFailed() {
    return failure.isPresent();
  }

  Slot at(Stage newStage) {
    return new Slot(id, since, newStage, failure, releasing, releaseOwed);
  }

  Slot refused(LaunchFailure why) {
    return new Slot(id, since, Stage.REFUSED, Optional.of(why), releasing, releaseOwed);
  }

  Slot failed(LaunchFailure why) {
    return new Slot(id, since, stage, Optional.of(why), releasing, releaseOwed);
  }

  Slot beingReleased() {
    return new Slot(id, since, stage, failure, true, releaseOwed);
  }

  /** The same slot as a new attempt, forgetting its failure: it couldn't be given back. */
  Slot renewed(PlaceholderId newId, Instant now, boolean owed) {
    return new Slot(newId, now, stage, Optional.empty(), false, owed);
  }
}
