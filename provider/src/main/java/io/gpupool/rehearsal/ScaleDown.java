package io.gpupool.rehearsal;

import com.google.common.util.concurrent.ListenableFuture;
import io.gpupool.proto.cloudprovider.NodeGroupDeleteNodesResponse;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/**
 * The part of the autoscaler's loop that removes nodes which have been empty for long enough: up to
 * ten at a time, each by a call of its own, all at the same time. Nodes with pods stay: jobs aren't
 * moved.
 */
final class ScaleDown {

  private final Flags flags;
  private final ProviderClient provider;
  private final Timeline timeline;
  private final Map<String, Instant> unneededSince = new HashMap<>();

  ScaleDown(Flags flags, ProviderClient provider, Timeline timeline) {
    this.flags = flags;
    this.provider = provider;
    this.timeline = timeline;
  }

  /** Looks which nodes are needed. */
  void look(Cluster cluster, Collection<GroupWatch> groups, Instant now) {
    Map<String, ClusterNode> candidates = candidates(cluster, groups, now);
    unneededSince.keySet().retainAll(candidates.keySet());
    candidates.keySet().forEach(node -> unneededSince.putIfAbsent(node, now));
  }

  /** Removes nodes whose time has come. */
  void remove(Cluster cluster, Collection<GroupWatch> groups, Instant now) {
    Map<String, Integer> room = new HashMap<>();
    for (GroupWatch group : groups) {
      room.put(group.id(), provider.targetSize(group.id()) - group.min());
    }
    List<ClusterNode> due =
        candidates(cluster, groups, now).values().stream()
            .filter(
                node ->
                    unneededSince.containsKey(node.providerId())
                        && !unneededSince
                            .get(node.providerId())
                            .plus(provider.unneededTime(node.group()))
                            .isAfter(now))
            .sorted(
                Comparator.comparing((ClusterNode node) -> unneededSince.get(node.providerId()))
                    .thenComparing(ClusterNode::providerId))
            .filter(node -> room.merge(node.group(), -1, Integer::sum) >= 0)
            .limit(flags.deletedAtATime())
            .toList();
    delete(due, now);
  }

  /** When the next node that is unneeded now will have been so for long enough. */
  Instant nextRemoval() {
    return unneededSince.values().stream()
        .map(since -> since.plus(flags.unneededTime()))
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  private Map<String, ClusterNode> candidates(
      Cluster cluster, Collection<GroupWatch> groups, Instant now) {
    Map<String, ClusterNode> candidates = new LinkedHashMap<>();
    for (GroupWatch group : groups) {
      for (ClusterNode node : group.registered()) {
        if (node.isReady(now)
            && node.isEmpty()
            && !node.isLeaving()
            && cluster.node(node.providerId()).isPresent()) {
          candidates.put(node.providerId(), node);
        }
      }
    }
    return candidates;
  }

  private void delete(List<ClusterNode> nodes, Instant now) {
    Map<ClusterNode, ListenableFuture<NodeGroupDeleteNodesResponse>> calls = new LinkedHashMap<>();
    for (ClusterNode node : nodes) {
      node.leave();
      calls.put(node, provider.beginDelete(node.group(), node.providerId()));
    }
    Map<String, Integer> removed = new TreeMap<>();
    calls.forEach(
        (node, call) -> {
          try {
            call.get();
            removed.merge(node.group(), 1, Integer::sum);
            unneededSince.remove(node.providerId());
          } catch (ExecutionException e) {
            node.stay();
            String reason =
                e.getCause() instanceof StatusRuntimeException refusal
                    ? ProviderClient.reason(refusal)
                    : String.valueOf(e.getCause());
            timeline.tell(new RehearsalEvent.ScaleDownRefused(now, node.group(), reason));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while nodes were being removed", e);
          }
        });
    removed.forEach(
        (group, count) -> timeline.tell(new RehearsalEvent.ScaledDown(now, group, count)));
  }
}
