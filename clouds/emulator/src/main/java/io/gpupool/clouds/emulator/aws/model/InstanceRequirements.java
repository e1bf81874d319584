package io.gpupool.clouds.emulator.aws.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What instance types have to have for a group that doesn't name any: attribute-based selection, as
 * far as processors, memory and accelerators go.
 *
 * @param vcpus how many
 * @param memoryMib how much
 * @param accelerators how many, if that matters
 * @param manufacturers of accelerators, such as {@code nvidia}; empty for any
 * @param names of accelerators, such as {@code a100}; empty for any
 * @param kinds of accelerators, {@code gpu} or {@code inference}; empty for any
 * @param allowed patterns of types with stars; empty for all
 * @param excluded patterns of types with stars
 */
public record InstanceRequirements(
    Range vcpus,
    Range memoryMib,
    Optional<Range> accelerators,
    List<String> manufacturers,
    List<String> names,
    List<String> kinds,
    List<String> allowed,
    List<String> excluded) {

  /** From a least to a most, both included. */
  public record Range(Optional<Integer> min, Optional<Integer> max) {
    boolean contains(int number) {
      return number >= min.orElse(0) && number <= max.orElse(Integer.MAX_VALUE);
    }
  }

  public InstanceRequirements {
    manufacturers = List.copyOf(manufacturers);
    names = List.copyOf(names);
    kinds = List.copyOf(kinds);
    allowed = List.copyOf(allowed);
    excluded = List.copyOf(excluded);
    if (vcpus.min().isEmpty() || memoryMib.min().isEmpty()) {
      throw AwsException.validation(
          "InstanceRequirements must include VCpuCount.Min and MemoryMiB.Min");
    }
    if (!allowed.isEmpty() && !excluded.isEmpty()) {
      throw AwsException.validation(
          "You can't specify both AllowedInstanceTypes and ExcludedInstanceTypes");
    }
  }

  /** So many processors, so much memory, and so many accelerators of a manufacturer. */
  public static InstanceRequirements atLeast(
      int vcpus, int memoryMib, int accelerators, String manufacturer) {
    return new InstanceRequirements(
        new Range(Optional.of(vcpus), Optional.empty()),
        new Range(Optional.of(memoryMib), Optional.empty()),
        Optional.of(new Range(Optional.of(accelerators), Optional.empty())),
        List.of(manufacturer),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Whether a type has it all. */
  public boolean areMetBy(InstanceType type) {
    return vcpus.contains(type.vcpus())
        && memoryMib.contains(type.memoryMib())
        && accelerators
            .map(range -> range.contains(type.accelerator().map(Accelerator::count).orElse(0)))
            .orElse(true)
        && isAmong(manufacturers, type.accelerator().map(InstanceRequirements::manufacturer))
        && isAmong(names, type.accelerator().map(InstanceRequirements::name))
        && isAmong(kinds, type.accelerator().map(InstanceRequirements::kind))
        && (allowed.isEmpty() || anyMatches(allowed, type.name()))
        && !anyMatches(excluded, type.name());
  }

  private static boolean isAmong(List<String> wanted, Optional<String> actual) {
    return wanted.isEmpty() || actual.map(wanted::contains).orElse(false);
  }

  private static boolean anyMatches(List<String> patterns, String type) {
    return patterns.stream()
        .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
        .anyMatch(type::matches);
  }

  private static String manufacturer(Accelerator accelerator) {
    return accelerator instanceof Accelerator.Gpu gpu
        ? gpu.manufacturer().toLowerCase(Locale.ROOT)
        : "amazon-web-services";
  }

  private static String name(Accelerator accelerator) {
    return accelerator.name().toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static String kind(Accelerator accelerator) {
    return accelerator instanceof Accelerator.Gpu ? "gpu" : "inference";
  }
}
