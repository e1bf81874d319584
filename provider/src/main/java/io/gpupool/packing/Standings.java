package io.gpupool.packing;

import io.gpupool.packing.Evaluated.Standing;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What speaks for or against options before anybody asks what they cost. */
final class Standings {

  private final Question question;
  private final Set<Integer> permitted;
  private final boolean plainOffered;
  private final Map<Gang, Integer> heldWhole = new LinkedHashMap<>();

  Standings(Question question, Loops loops) {
    this.question = question;
    List<Integer> shapes = question.options().stream().map(Offered::shape).toList();
    this.permitted = new HashSet<>(loops.permitted(shapes));
    this.plainOffered = shapes.stream().anyMatch(s -> !hasGpus(s));
    for (Offered option : question.options()) {
      gangs(option).forEach((gang, pods) -> heldWhole.merge(gang, pods, Math::max));
    }
  }

  Standing of(Offered option) {
    if (plainOffered && hasGpus(option.shape())) {
      return Standing.CLOSED;
    }
    if (!permitted.contains(option.shape())) {
      return Standing.LATER;
    }
    return splitsAGang(option) ? Standing.SPLITS_A_GANG : Standing.OPEN;
  }

  private boolean hasGpus(int shape) {
    return Gpus.in(question.shapes().get(shape).allocatable()) > 0;
  }

  /** Whether it holds some pods of a gang of which another option holds all that are pending. */
  private boolean splitsAGang(Offered option) {
    Map<Gang, Integer> pending = pending();
    return gangs(option).entrySet().stream()
        .anyMatch(
            held ->
                held.getValue() < pending.getOrDefault(held.getKey(), 0)
                    && heldWhole.getOrDefault(held.getKey(), 0).equals(pending.get(held.getKey())));
  }

  private Map<Gang, Integer> pending() {
    return byGang(question.pods());
  }

  private Map<Gang, Integer> gangs(Offered option) {
    return byGang(option.podsByClass());
  }

  private Map<Gang, Integer> byGang(List<Integer> podsByClass) {
    Map<Gang, Integer> pods = new LinkedHashMap<>();
    for (int c = 0; c < podsByClass.size(); c++) {
      int count = podsByClass.get(c);
      if (count > 0) {
        question.classes().get(c).gang().ifPresent(gang -> pods.merge(gang, count, Integer::sum));
      }
    }
    return pods;
  }
}
