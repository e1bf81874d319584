package io.gpupool.fleet;

import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.SizeLimits;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One group as readers see it. All parts belong to the same moment; the same object is in one
 * snapshot after the other as long as nothing about the group changes.
 *
 * @param id the group
 * @param cloudEntry the configured entry that manages it
 * @param limits the sizes it may have
 * @param target how many nodes it is meant to have
 * @param members its instances, and placeholders for those to come
 * @param shape what a new node will look like, if that has ever been known
 */
public record GroupView(
    NodeGroupId id,
    String cloudEntry,
    SizeLimits limits,
    int target,
    List<Member> members,
    Optional<NodeShape> shape) {

  public GroupView {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(cloudEntry, "cloudEntry");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(shape, "shape");
    members = List.copyOf(members);
  }

  /** The group as the autoscaler should see it for the rest of a loop in which it vanished. */
  GroupView vanished() {
    return new GroupView(id, cloudEntry, limits, 0, List.of(), shape);
  }

  /** When its youngest node that stays was first seen or asked for; empty without nodes. */
  public Optional<Instant> youngest() {
    return members.stream()
        .filter(member -> member.state() != InstanceState.DELETING)
        .map(Member::since)
        .max(Instant::compareTo);
  }

  /** Whether a node of it has still to be created. */
  public boolean isCreating() {
    return members.stream().anyMatch(member -> member.state() == InstanceState.CREATING);
  }
}
