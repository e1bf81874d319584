package io.gpupool.rpc;

import io.gpupool.packing.PodClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pods put into classes while they are read. */
final class PodClasses {

  private final Map<PodClass, Integer> numbers = new HashMap<>();
  private final List<PodClass> classes = new ArrayList<>();
  private final List<Integer> pods = new ArrayList<>();

  /** Counts a pod, and tells the number of its class. */
  int add(PodClass pod) {
    int number = numbers.computeIfAbsent(named(pod, ""), nameless -> newClass(pod));
    PodClass one = classes.get(number);
    if (pod.name().compareTo(one.name()) < 0) {
      classes.set(number, named(one, pod.name()));
    }
    pods.set(number, pods.get(number) + 1);
    return number;
  }

  private int newClass(PodClass first) {
    classes.add(first);
    pods.add(0);
    return classes.size() - 1;
  }

  private static PodClass named(PodClass pod, String name) {
    return new PodClass(
        name, pod.requests(), pod.rules(), pod.alone(), pod.gang(), pod.unmodelled());
  }

  int size() {
    return classes.size();
  }

  /** The classes by number, each with the first name of its pods. */
  List<PodClass> classes() {
    return classes;
  }

  /** How many pods each has. */
  List<Integer> pods() {
    return pods;
  }
}
