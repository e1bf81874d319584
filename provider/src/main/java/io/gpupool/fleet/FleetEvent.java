package io.gpupool.fleet;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.Offer;
import io.gpupool.clouds.api.ReadingProblem;
import java.util.List;

/** Something that the fleet did, refused or learnt, for logs, metrics and whoever asks why. */
public sealed interface FleetEvent {

  /** More nodes were promised; told when the autoscaler is told yes. */
  record Increased(NodeGroupId group, int delta, int target) implements FleetEvent {}

  /** Unfilled slots were given up: {@code done} of {@code asked}. */
  record Decreased(NodeGroupId group, int asked, int done, int target) implements FleetEvent {}

  /** Nodes are being removed; told when the autoscaler is told yes. */
  record Deleted(NodeGroupId group, int instances, int placeholders, int target)
      implements FleetEvent {}

  /** A call was answered with an error and changed nothing. */
  record Refused(NodeGroupId group, String call, FleetException.Reason reason, String message)
      implements FleetEvent {

    static Refused of(NodeGroupId group, String call, FleetException why) {
      return new Refused(group, call, why.reason(), String.valueOf(why.getMessage()));
    }
  }

  /** The cloud failed to do what had been promised already. */
  record BrokenPromise(NodeGroupId group, String call, CloudError error) implements FleetEvent {}

  /** Slots that were given back live on under new ids, because they couldn't be given back. */
  record SlotsKept(NodeGroupId group, int count, String why) implements FleetEvent {}

  /** A group is there that wasn't. */
  record GroupAppeared(NodeGroupId group, String entry) implements FleetEvent {}

  /** A group is gone from its cloud. */
  record GroupVanished(NodeGroupId group, String entry) implements FleetEvent {}

  /** A group that the configuration names doesn't exist there; told at every reading. */
  record GroupAbsent(String entry, String name) implements FleetEvent {}

  /** A cloud couldn't be read; its groups keep their last answer. */
  record ReadingFailed(String entry, CloudError error) implements FleetEvent {}

  /** A cloud was read completely. */
  record ReadingDone(String entry, int groups) implements FleetEvent {}

  /** A cloud's reading has something that a person should mend; told at every reading. */
  record ProblemSeen(String entry, ReadingProblem problem) implements FleetEvent {}

  /** A cloud quotes prices, which hold until it quotes others. */
  record Quoted(String entry, List<Offer> offers) implements FleetEvent {
    public Quoted {
      offers = List.copyOf(offers);
    }
  }

  /** A cloud was asked for prices and didn't answer; those that it quoted last hold on. */
  record QuotesFailed(String entry, CloudError error) implements FleetEvent {}
}
