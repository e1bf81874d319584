package io.gpupool.clouds.emulator.azure.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one filter that lists of virtual machines know: {@code 'virtualMachineScaleSet/id' eq
 * '/subscriptions/…'}.
 *
 * @param scaleSet the id of the scale set whose machines are wanted
 */
public record MachineFilter(String scaleSet) {

  private static final Pattern FORM =
      Pattern.compile(
          "\\s*'?virtualMachineScaleSet/id'?\\s+eq\\s+'?(/subscriptions/[^']+?)'?\\s*",
          Pattern.CASE_INSENSITIVE);

  /** Reads a filter; empty if it is none that Azure knows. */
  public static Optional<MachineFilter> of(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches() ? Optional.of(new MachineFilter(matcher.group(1))) : Optional.empty();
  }

  /** Whether a scale set is the one. */
  public boolean names(String id) {
    return scaleSet.equalsIgnoreCase(id);
  }
}
