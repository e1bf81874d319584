package io.gpupool.expander;

import io.gpupool.packing.PodClass;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which group was chosen, and everything that spoke for it.
 *
 * @param classes the pending pods by class
 * @param pods how many of each
 * @param options the options that could be chosen, best first
 * @param shapes the groups of the plans' steps, by the number that steps name
 * @param leastWasteUsdPerHour what it would come to in the end to begin as least-waste does
 * @param leastWaste what least-waste would have chosen
 * @param leftOut options that weren't looked at and why, in words
 * @param unmodelled what pods ask for that no plan looks at, in words
 * @param complete whether there was time to look at every option to the end
 */
public record Decision(
    List<PodClass> classes,
    List<Integer> pods,
    List<Weighed> options,
    List<String> shapes,
    Optional<String> leastWaste,
    OptionalDouble leastWasteUsdPerHour,
    List<String> leftOut,
    List<String> unmodelled,
    boolean complete) {

  public Decision {
    classes = List.copyOf(classes);
    pods = List.copyOf(pods);
    options = List.copyOf(options);
    shapes = List.copyOf(shapes);
    Objects.requireNonNull(leastWaste, "leastWaste");
    leftOut = List.copyOf(leftOut);
    unmodelled = List.copyOf(unmodelled);
  }

  /** The option that was chosen; empty if there was none to choose. */
  public Optional<Weighed> chosen() {
    return options.stream().findFirst();
  }

  /** How much less it comes to in the end than beginning as least-waste does, zero or more. */
  public double usdPerHourSaved() {
    if (chosen().isEmpty() || leastWasteUsdPerHour.isEmpty()) {
      return 0;
    }
    double saved =
        leastWasteUsdPerHour.getAsDouble() - chosen().get().evaluated().usdPerHourInTheEnd();
    return Double.isFinite(saved) ? Math.max(0, saved) : 0;
  }

  /** Why the chosen one was chosen, as a sentence without a full stop; empty if there was none. */
  public String reason() {
    return Reasons.of(this);
  }
}
