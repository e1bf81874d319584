package io.gpupool.packing;

import io.gpupool.clouds.api.Taint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Questions for tests: small ones by hand, larger ones by chance. */
final class Questions {

  static final String GPU = "nvidia.com/gpu";
  private static final long GIB = 1L << 30;

  private final List<PodClass> classes = new ArrayList<>();
  private final List<Integer> pods = new ArrayList<>();
  private final List<Shape> shapes = new ArrayList<>();
  private final Map<String, Integer> prepaid = new LinkedHashMap<>();

  static Questions some() {
    return new Questions();
  }

  static PodClass pod(String name, long milliCpu, long gib, long gpus) {
    return new PodClass(
        name, amounts(milliCpu, gib, gpus, 1), NodeRules.ANY, Set.of(), Optional.empty(), Set.of());
  }

  static PodClass ofGang(PodClass pod, Gang gang) {
    return new PodClass(
        pod.name(), pod.requests(), pod.rules(), pod.alone(), Optional.of(gang), Set.of());
  }

  static PodClass alone(PodClass pod, String token) {
    return new PodClass(
        pod.name(), pod.requests(), pod.rules(), Set.of(token), pod.gang(), Set.of());
  }

  static Shape node(String group, long milliCpu, long gib, long gpus, double usdPerHour) {
    return node(group, milliCpu, gib, gpus, usdPerHour, 1000);
  }

  static Shape node(String group, long milliCpu, long gib, long gpus, double usdPerHour, int room) {
    Amounts all = amounts(milliCpu, gib, gpus, 110);
    return new Shape(
        group, all, all, Map.of(), List.<Taint>of(), usdPerHour, Optional.empty(), room, 0, 0);
  }

  static Shape inTier(Shape shape, int tier) {
    return new Shape(
        shape.group(),
        shape.capacity(),
        shape.allocatable(),
        shape.labels(),
        shape.taints(),
        shape.usdPerHour(),
        shape.prepaid(),
        shape.room(),
        tier,
        shape.weight());
  }

  static Shape weighing(Shape shape, int weight) {
    return new Shape(
        shape.group(),
        shape.capacity(),
        shape.allocatable(),
        shape.labels(),
        shape.taints(),
        shape.usdPerHour(),
        shape.prepaid(),
        shape.room(),
        shape.tier(),
        weight);
  }

  static Shape drawingOn(Shape shape, String pool) {
    return new Shape(
        shape.group(),
        shape.capacity(),
        shape.allocatable(),
        shape.labels(),
        shape.taints(),
        shape.usdPerHour(),
        Optional.of(pool),
        shape.room(),
        shape.tier(),
        shape.weight());
  }

  static Amounts amounts(long milliCpu, long gib, long gpus, long pods) {
    return Amounts.of(
        Map.of(Amounts.CPU, milliCpu, Amounts.MEMORY, gib * GIB, GPU, gpus, Amounts.PODS, pods));
  }

  Questions with(int count, PodClass pod) {
    classes.add(pod);
    pods.add(count);
    return this;
  }

  Questions with(Shape shape) {
    shapes.add(shape);
    return this;
  }

  Questions prepaid(String pool, int nodes) {
    prepaid.put(pool, nodes);
    return this;
  }

  /** With the options that the autoscaler would offer. */
  Question ask() {
    return offered(new Question(classes, pods, shapes, List.of(), prepaid));
  }

  /** The question after the options of the autoscaler's estimates have been added. */
  static Question offered(Question pending) {
    Problem problem = Problem.of(pending);
    Estimates estimates = new Estimates(problem, 1000);
    State state = problem.start(pending);
    List<Offered> options = new ArrayList<>();
    for (int s = 0; s < problem.shapes; s++) {
      Estimate estimate = estimates.of(s, state);
      if (!estimate.isEmpty()) {
        List<Integer> byClass = new ArrayList<>();
        for (int c = 0; c < problem.classes; c++) {
          byClass.add(estimate.pods(c));
        }
        options.add(new Offered(s, estimate.nodes(), byClass));
      }
    }
    return new Question(
        pending.classes(), pending.pods(), pending.shapes(), options, pending.prepaid());
  }

  /** Some classes, some shapes, prices that have little to do with either. */
  static Questions random(Random random) {
    Questions questions = new Questions();
    int classes = 1 + random.nextInt(8);
    for (int c = 0; c < classes; c++) {
      questions.with(
          1 + random.nextInt(30),
          pod(
              "default/pod-" + c,
              500L * (1 + random.nextInt(24)),
              1 + random.nextInt(60),
              random.nextInt(4) == 0 ? 1L << random.nextInt(4) : 1));
    }
    int shapes = 2 + random.nextInt(6);
    for (int s = 0; s < shapes; s++) {
      long gpus = 1L << random.nextInt(4);
      questions.with(
          node(
              "cloud/group-" + s,
              4000 * gpus * (1 + random.nextInt(4)),
              16 * gpus * (1 + random.nextInt(4)),
              gpus,
              (1 + random.nextInt(400)) / 100.0 * gpus,
              random.nextBoolean() ? 1000 : 1 + random.nextInt(8)));
    }
    return questions;
  }

  /** The same question with everything in another order. */
  static Question shuffled(Question question, Random random) {
    List<Integer> classes = order(question.classes().size(), random);
    List<Integer> shapes = order(question.shapes().size(), random);
    List<Offered> options = new ArrayList<>();
    for (Offered option : question.options()) {
      options.add(
          new Offered(
              shapes.indexOf(option.shape()),
              option.nodes(),
              classes.stream().map(option.podsByClass()::get).toList()));
    }
    Collections.shuffle(options, random);
    return new Question(
        classes.stream().map(question.classes()::get).toList(),
        classes.stream().map(question.pods()::get).toList(),
        shapes.stream().map(question.shapes()::get).toList(),
        options,
        question.prepaid());
  }

  private static List<Integer> order(int count, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      order.add(k);
    }
    Collections.shuffle(order, random);
    return order;
  }
}
