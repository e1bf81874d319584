package io.gpupool.admin;

import io.gpupool.expander.Decision;
import io.gpupool.expander.ExpansionPlanner;
import io.gpupool.expander.GroupTerms;
import io.gpupool.expander.Market;
import io.gpupool.expander.NodeFacts;
import io.gpupool.expander.Proposal;
import io.gpupool.expander.ScaleUpRequest;
import io.gpupool.packing.Amounts;
import io.gpupool.packing.Chooser;
import io.gpupool.packing.ChooserSettings;
import io.gpupool.packing.Gang;
import io.gpupool.packing.NodeRules;
import io.gpupool.packing.PodClass;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decisions for tests, made as the server makes them. */
final class Decisions {

  private Decisions() {}

  /** Of two groups the cheaper one, with a name that tries to be more than a name. */
  static Decision one() {
    return of(
        List.of(
            new Proposal("aws/dear", 2, List.of(2)),
            new Proposal("gcp/<b>cheap</b>", 2, List.of(2)),
            new Proposal("other/group", 1, List.of(1))));
  }

  /** No group is known. */
  static Decision none() {
    return of(List.of(new Proposal("other/group", 1, List.of(1))));
  }

  private static Decision of(List<Proposal> proposals) {
    Amounts node =
        Amounts.of(
            Map.of(
                Amounts.CPU,
                8000L,
                Amounts.MEMORY,
                1L << 35,
                Amounts.PODS,
                110L,
                "nvidia.com/gpu",
                2L));
    PodClass pod =
        new PodClass(
            "default/train",
            Amounts.of(
                Map.of(
                    Amounts.CPU,
                    6000L,
                    Amounts.MEMORY,
                    1L << 34,
                    Amounts.PODS,
                    1L,
                    "nvidia.com/gpu",
                    1L)),
            NodeRules.ANY,
            Set.of(),
            Optional.of(new Gang("Job default/train", 2)),
            Set.of("claims devices"));
    NodeFacts facts = new NodeFacts(node, node, Map.of(), List.of());
    Market market =
        new Market() {
          @Override
          public Optional<GroupTerms> of(String group) {
            return group.startsWith("other")
                ? Optional.empty()
                : Optional.of(
                    new GroupTerms(
                        group.startsWith("aws") ? 3 : 1.25,
                        "on demand",
                        Optional.empty(),
                        100,
                        1,
                        0,
                        Optional.empty(),
                        Optional.of(facts)));
          }

          @Override
          public Map<String, Integer> prepaid() {
            return Map.of();
          }
        };
    return new ExpansionPlanner(new Chooser(ChooserSettings.DEFAULT))
        .decide(
            new ScaleUpRequest(List.of(pod), List.of(2), proposals, Map.of(), List.of()),
            market,
            () -> false);
  }
}
