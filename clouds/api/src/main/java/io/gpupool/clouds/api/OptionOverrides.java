package io.gpupool.clouds.api;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * What is wanted for a group otherwise than the autoscaler has it for all. What is empty stays as
 * the autoscaler's own flags say.
 *
 * @param utilizationThreshold below which a node without GPU may be removed, 0 to 1
 * @param gpuUtilizationThreshold below which a node with GPU may be removed, 0 to 1
 * @param unneededTime how long a node must have been unneeded to be removed, not negative
 * @param unreadyTime how long an unready node must have been unneeded to be removed, not negative
 * @param provisionTime how long a node may take to join, above zero
 * @param zeroOrMax whether the group is scaled all or nothing
 * @param ignoreDaemonSets whether pods of DaemonSets are left out of a node's utilisation
 */
public record OptionOverrides(
    OptionalDouble utilizationThreshold,
    OptionalDouble gpuUtilizationThreshold,
    Optional<Duration> unneededTime,
    Optional<Duration> unreadyTime,
    Optional<Duration> provisionTime,
    Optional<Boolean> zeroOrMax,
    Optional<Boolean> ignoreDaemonSets) {

  /** Nothing wanted otherwise. */
  public static final OptionOverrides NONE = ofNodes(Optional.empty(), Optional.empty());

  public OptionOverrides {
    check(utilizationThreshold, "utilisation threshold");
    check(gpuUtilizationThreshold, "GPU utilisation threshold");
    unneededTime.ifPresent(time -> check(time, "unneeded time"));
    unreadyTime.ifPresent(time -> check(time, "unready time"));
    if (provisionTime.map(time -> time.isNegative() || time.isZero()).orElse(false)) {
      throw new IllegalArgumentException("a provision time of " + provisionTime.get());
    }
    Objects.requireNonNull(zeroOrMax, "zeroOrMax");
    Objects.requireNonNull(ignoreDaemonSets, "ignoreDaemonSets");
  }

  /** A time to join, and all or nothing; the rest as it is. */
  public static OptionOverrides ofNodes(
      Optional<Duration> provisionTime, Optional<Boolean> zeroOrMax) {
    return new OptionOverrides(
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        Optional.empty(),
        provisionTime,
        zeroOrMax,
        Optional.empty());
  }

  /**
   * Reads options as people write them in tags and labels of groups: {@code
   * scaledownutilizationthreshold}, {@code scaledowngpuutilizationthreshold}, {@code
   * scaledownunneededtime}, {@code scaledownunreadytime} and {@code ignoredaemonsetsutilization},
   * which the autoscaler itself knows from AWS and Azure, and {@code maxnodeprovisiontime} and
   * {@code zeroormaxnodescaling} beside them. The case of keys doesn't matter.
   *
   * @param texts values by key
   * @param complaint told the key of each that isn't known or makes no sense, and what was
   *     expected; it is left out
   */
  public static OptionOverrides read(
      Map<String, String> texts, BiConsumer<String, String> complaint) {
    OptionOverrides read = NONE;
    for (Map.Entry<String, String> text : texts.entrySet()) {
      try {
        read = read.with(text.getKey().toLowerCase(Locale.ROOT), text.getValue().strip());
      } catch (IllegalArgumentException senseless) {
        complaint.accept(text.getKey(), expected(text.getKey().toLowerCase(Locale.ROOT)));
      }
    }
    return read;
  }

  /** These, and where they are silent the others. */
  public OptionOverrides orElse(OptionOverrides others) {
    return new OptionOverrides(
        utilizationThreshold.isPresent() ? utilizationThreshold : others.utilizationThreshold,
        gpuUtilizationThreshold.isPresent()
            ? gpuUtilizationThreshold
            : others.gpuUtilizationThreshold,
        unneededTime.or(() -> others.unneededTime),
        unreadyTime.or(() -> others.unreadyTime),
        provisionTime.or(() -> others.provisionTime),
        zeroOrMax.or(() -> others.zeroOrMax),
        ignoreDaemonSets.or(() -> others.ignoreDaemonSets));
  }

  /** These without what is said of joining and of all or nothing. */
  public OptionOverrides withoutProvisioning() {
    return new OptionOverrides(
        utilizationThreshold,
        gpuUtilizationThreshold,
        unneededTime,
        unreadyTime,
        Optional.empty(),
        Optional.empty(),
        ignoreDaemonSets);
  }

  private OptionOverrides with(String key, String value) {
    return switch (key) {
      case "scaledownutilizationthreshold" ->
          of(share(value), gpuUtilizationThreshold, unneededTime, unreadyTime);
      case "scaledowngpuutilizationthreshold" ->
          of(utilizationThreshold, share(value), unneededTime, unreadyTime);
      case "scaledownunneededtime" ->
          of(utilizationThreshold, gpuUtilizationThreshold, time(value), unreadyTime);
      case "scaledownunreadytime" ->
          of(utilizationThreshold, gpuUtilizationThreshold, unneededTime, time(value));
      case "maxnodeprovisiontime" -> ofNodes(time(value), zeroOrMax).orElse(this);
      case "zeroormaxnodescaling" -> ofNodes(provisionTime, yesOrNo(value)).orElse(this);
      case "ignoredaemonsetsutilization" ->
          new OptionOverrides(
              utilizationThreshold,
              gpuUtilizationThreshold,
              unneededTime,
              unreadyTime,
              provisionTime,
              zeroOrMax,
              yesOrNo(value));
      default -> throw new IllegalArgumentException(key);
    };
  }

  private OptionOverrides of(
      OptionalDouble utilization,
      OptionalDouble gpuUtilization,
      Optional<Duration> unneeded,
      Optional<Duration> unready) {
    return new OptionOverrides(
        utilization, gpuUtilization, unneeded, unready, provisionTime, zeroOrMax, ignoreDaemonSets);
  }

  private static String expected(String key) {
    return switch (key) {
      case "scaledownutilizationthreshold", "scaledowngpuutilizationthreshold" ->
          "a number from 0 to 1";
      case "scaledownunneededtime", "scaledownunreadytime" -> "a duration such as 10m";
      case "maxnodeprovisiontime" -> "a duration above zero, such as 15m";
      case "zeroormaxnodescaling", "ignoredaemonsetsutilization" -> "true or false";
      default ->
          "no such option; there are scaledownutilizationthreshold,"
              + " scaledowngpuutilizationthreshold, scaledownunneededtime, scaledownunreadytime,"
              + " maxnodeprovisiontime, zeroormaxnodescaling and ignoredaemonsetsutilization";
    };
  }

  private static OptionalDouble share(String value) {
    return OptionalDouble.of(Double.parseDouble(value));
  }

  private static Optional<Duration> time(String value) {
    return Optional.of(GoDuration.parse(value));
  }

  private static Optional<Boolean> yesOrNo(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> throw new IllegalArgumentException(value);
    };
  }

  private static void check(OptionalDouble share, String what) {
    // written so that NaN is refused as well
    if (share.isPresent() && !(share.getAsDouble() >= 0 && share.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("a " + what + " of " + share.getAsDouble());
    }
  }

  private static void check(Duration time, String what) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("an " + what + " of " + time);
    }
  }
}
