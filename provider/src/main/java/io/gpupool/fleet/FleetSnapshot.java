package io.gpupool.fleet;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All groups at one moment. Readers take the reference and never lock; what they see doesn't change
 * under them.
 */
public final class FleetSnapshot {

  /** No group. */
  public static final FleetSnapshot EMPTY = new FleetSnapshot(new TreeMap<>(), Map.of());

  private final SortedMap<String, GroupView> groups;
  private final Map<ProviderId, NodeGroupId> owners;

  /**
   * @param groups by id, not changed afterwards
   * @param owners the group of each instance, by provider id, not changed afterwards
   */
  FleetSnapshot(SortedMap<String, GroupView> groups, Map<ProviderId, NodeGroupId> owners) {
    this.groups = Collections.unmodifiableSortedMap(groups);
    this.owners = owners;
  }

  /** Every group, in the order of their ids. */
  public Collection<GroupView> groups() {
    return groups.values();
  }

  /** The group with this id. */
  public Optional<GroupView> group(String id) {
    return Optional.ofNullable(groups.get(id));
  }

  /**
   * The group that a node belongs to, by its {@code spec.providerID}: an instance of ours or a
   * placeholder. Empty for everything else, whatever it looks like.
   */
  public Optional<GroupView> groupOf(String providerId) {
    NodeGroupId owner = providerId.isBlank() ? null : owners.get(new ProviderId(providerId));
    if (owner != null) {
      return group(owner.value());
    }
    return PlaceholderId.parse(providerId)
        .flatMap(placeholder -> group(placeholder.group().value()));
  }

  /** The same snapshot with one group replaced. */
  FleetSnapshot with(GroupView view) {
    SortedMap<String, GroupView> replaced = new TreeMap<>(groups);
    replaced.put(view.id().value(), view);
    return new FleetSnapshot(replaced, owners);
  }
}
