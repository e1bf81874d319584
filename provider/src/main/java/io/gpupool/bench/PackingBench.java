package io.gpupool.bench;

import io.gpupool.clouds.catalog.Catalog;
import io.gpupool.packing.NodeRules;
import io.gpupool.packing.Placement;
import io.gpupool.packing.PodClass;
import io.gpupool.packing.Question;
import io.gpupool.packing.Requirement;
import io.gpupool.packing.Shape;
import io.gpupool.packing.Strategy;
import io.gpupool.packing.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Packs the same pods into the same groups by every strategy, beside what they cost at least. */
public final class PackingBench {

  /** What the trace calls models, and what the catalog calls those of the same kind. */
  private static final Map<String, List<String>> MODELS =
      Map.of(
          "T4", List.of("nvidia-t4-16gb"),
          "G2", List.of("nvidia-a10g-24gb", "nvidia-l4-24gb"),
          "G3", List.of("nvidia-a100-40gb", "nvidia-a100-80gb"));

  private final Catalog catalog;

  public PackingBench(Catalog catalog) {
    this.catalog = catalog;
  }

  /**
   * One comparison with one choice of pods.
   *
   * @param boundUsdPerHour what all pods that fit anywhere cost at least
   * @param planned what each strategy comes to by the autoscaler's estimates
   * @param placed the same after a scheduler has placed the pods; empty if that wasn't asked for
   */
  public record Run(
      double boundUsdPerHour,
      Map<Strategy, Trial.Result> planned,
      Map<Placement, Map<Strategy, Double>> placed) {}

  /**
   * Makes a comparison.
   *
   * @param placing whether pods are placed by a scheduler too, which takes longer
   */
  public Run run(
      PackingSet set, PackingPods pods, List<Strategy> strategies, boolean placing, long seed) {
    List<Shape> shapes = PackingGroups.of(catalog, set.clouds(), set.groupLimit());
    Trial trial = new Trial(question(set, pods.some(set.pods(), seed), shapes));
    Map<Strategy, Trial.Result> planned = new LinkedHashMap<>();
    strategies.forEach(strategy -> planned.put(strategy, trial.planned(strategy, seed)));
    Map<Placement, Map<Strategy, Double>> placed = new LinkedHashMap<>();
    if (placing) {
      for (Placement placement : Placement.OF_SCHEDULERS) {
        Map<Strategy, Double> costs = new LinkedHashMap<>();
        for (Strategy strategy : strategies) {
          costs.put(strategy, trial.placed(strategy, placement, seed));
        }
        placed.put(placement, costs);
      }
    }
    return new Run(trial.bound(OjAlgoProgram::new), planned, placed);
  }

  private static Question question(PackingSet set, List<PackingPods.Pod> pods, List<Shape> shapes) {
    Map<PackingPods.Pod, Integer> alike = new LinkedHashMap<>();
    for (PackingPods.Pod pod : pods) {
      alike.merge(
          set.wishes() ? pod : new PackingPods.Pod(pod.requests(), Set.of()), 1, Integer::sum);
    }
    List<PodClass> classes = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    alike.forEach(
        (pod, count) -> {
          classes.add(
              new PodClass(
                  "trace/%04d".formatted(classes.size()),
                  pod.requests(),
                  wish(pod.models(), shapes),
                  Set.of(),
                  Optional.empty(),
                  Set.of()));
          counts.add(count);
        });
    return new Question(classes, counts, shapes, List.of(), Map.of());
  }

  /** A wish that none of the groups can fulfil isn't made. */
  private static NodeRules wish(Set<String> words, List<Shape> shapes) {
    List<String> models =
        words.stream()
            .flatMap(word -> MODELS.getOrDefault(word, List.of()).stream())
            .filter(
                model ->
                    shapes.stream()
                        .anyMatch(shape -> model.equals(shape.labels().get(PackingGroups.MODEL))))
            .sorted()
            .toList();
    return models.isEmpty()
        ? NodeRules.ANY
        : new NodeRules(
            Map.of(),
            List.of(List.of(new Requirement(PackingGroups.MODEL, Requirement.Operator.IN, models))),
            List.of());
  }
}
