package io.gpupool.packing;

import io.gpupool.clouds.api.Taint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a new node of a group is and costs.
 *
 * @param group the group's id
 * @param capacity what a node has, the part of system and kubelet included
 * @param allocatable what pods can have of it, those of DaemonSets already taken off
 * @param labels its labels
 * @param taints its taints
 * @param usdPerHour what one more costs, zero or more; infinite if it isn't known
 * @param prepaid nodes that are paid for whether they run or not, if it draws on any
 * @param room how many more the group may have, similar groups that would take a share included
 * @param tier groups of a lower tier are filled first, whatever they cost
 * @param weight of equal groups the one with the higher weight is taken
 */
public record Shape(
    String group,
    Amounts capacity,
    Amounts allocatable,
    Map<String, String> labels,
    List<Taint> taints,
    double usdPerHour,
    Optional<String> prepaid,
    int room,
    int tier,
    int weight) {

  public Shape {
    Objects.requireNonNull(group, "group");
    Objects.requireNonNull(prepaid, "prepaid");
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    if (!(usdPerHour >= 0)) {
      throw new IllegalArgumentException(group + " costs " + usdPerHour + " usd per hour");
    }
    if (room < 0) {
      throw new IllegalArgumentException(group + " has room for " + room);
    }
  }

  /** Whether a pod of the class could be put on an empty node of this shape. */
  public boolean holds(PodClass pod) {
    return pod.requests().fitsInto(allocatable) && pod.rules().admit(labels, taints);
  }

  /** The same with room for so many more. */
  Shape withRoom(int more) {
    return new Shape(
        group, capacity, allocatable, labels, taints, usdPerHour, prepaid, more, tier, weight);
  }
}
