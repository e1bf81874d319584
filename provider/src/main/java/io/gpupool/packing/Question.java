package io.gpupool.packing;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the autoscaler asks in one loop, and what it doesn't know: prices.
 *
 * @param classes the pending pods by class; a class's number is its place here
 * @param pods how many pods of each class are pending
 * @param shapes every group that could be enlarged, now or in a later loop
 * @param options those that can be chosen now, each for another shape
 * @param prepaid how many nodes of each prepaid pool aren't in use
 */
public record Question(
    List<PodClass> classes,
    List<Integer> pods,
    List<Shape> shapes,
    List<Offered> options,
    Map<String, Integer> prepaid) {

  public Question {
    classes = List.copyOf(classes);
    pods = List.copyOf(pods);
    shapes = List.copyOf(shapes);
    options = List.copyOf(options);
    prepaid = Map.copyOf(prepaid);
    if (pods.size() != classes.size()) {
      throw new IllegalArgumentException(
          classes.size() + " classes and " + pods.size() + " numbers of pods");
    }
    Set<Integer> offered = new HashSet<>();
    for (Offered option : options) {
      if (!offered.add(option.shape())) {
        throw new IllegalArgumentException("shape " + option.shape() + " is offered twice");
      }
      if (option.shape() >= shapes.size() || option.podsByClass().size() != classes.size()) {
        throw new IllegalArgumentException("an option of another question: " + option);
      }
    }
  }
}
