package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a launch template says about instances, in the notation of the request that made it: {@code
 * InstanceType}, {@code InstanceMarketOptions.MarketType}. What the emulator has no use for is kept
 * and shown again.
 */
public record LaunchTemplateData(Map<String, String> settings) {

  private static final String INSTANCE_TYPE = "InstanceType";
  private static final String IMAGE = "ImageId";
  private static final String MARKET = "InstanceMarketOptions.MarketType";
  private static final String MAX_PRICE = "InstanceMarketOptions.SpotOptions.MaxPrice";
  private static final String SOME_IMAGE = MachineImage.USUAL.id();

  public LaunchTemplateData {
    settings = Map.copyOf(settings);
    String price = settings.get(MAX_PRICE);
    if (price != null && !price.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw new AwsException(
          400, "InvalidParameterValue", "Invalid value '" + price + "' for MaxPrice");
    }
  }

  /** A template for on-demand instances of a type. */
  public static LaunchTemplateData of(String instanceType) {
    return new LaunchTemplateData(Map.of(INSTANCE_TYPE, instanceType, IMAGE, SOME_IMAGE));
  }

  /** A template that leaves the type to a group's overrides. */
  public static LaunchTemplateData withoutType() {
    return new LaunchTemplateData(Map.of(IMAGE, SOME_IMAGE));
  }

  /** The same for spot instances at whatever they cost. */
  public LaunchTemplateData spot() {
    return with(MARKET, "spot");
  }

  /** The same for spot instances at no more than a price per hour. */
  public LaunchTemplateData spot(String maxUsd) {
    return spot().with(MAX_PRICE, maxUsd);
  }

  /** The same with a setting in the notation of CreateLaunchTemplate. */
  public LaunchTemplateData with(String setting, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(setting, value);
    return new LaunchTemplateData(more);
  }

  /** The machine type, if it says one. */
  public Optional<String> instanceType() {
    return Optional.ofNullable(settings.get(INSTANCE_TYPE));
  }

  /** The image, if it says one. */
  public Optional<String> imageId() {
    return Optional.ofNullable(settings.get(IMAGE));
  }

  /** What types have to have, if it says that instead of a type. */
  public Optional<InstanceRequirements> requirements() {
    String prefix = "InstanceRequirements.";
    return settings.keySet().stream().anyMatch(name -> name.startsWith(prefix))
        ? Optional.of(
            new InstanceRequirements(
                range(prefix + "VCpuCount"),
                range(prefix + "MemoryMiB"),
                Optional.of(range(prefix + "AcceleratorCount")),
                list(prefix + "AcceleratorManufacturer"),
                list(prefix + "AcceleratorName"),
                list(prefix + "AcceleratorType"),
                list(prefix + "AllowedInstanceType"),
                list(prefix + "ExcludedInstanceType")))
        : Optional.empty();
  }

  private InstanceRequirements.Range range(String name) {
    return new InstanceRequirements.Range(number(name + ".Min"), number(name + ".Max"));
  }

  private Optional<Integer> number(String name) {
    return Optional.ofNullable(settings.get(name))
        .filter(text -> text.matches("\\d{1,9}"))
        .map(Integer::valueOf);
  }

  private List<String> list(String name) {
    return settings.entrySet().stream()
        .filter(setting -> setting.getKey().startsWith(name + "."))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** How instances are bought. */
  public Market market() {
    return "spot".equals(settings.get(MARKET)) ? Market.SPOT : Market.ON_DEMAND;
  }

  /** The most that a spot instance may cost per hour, if it says so. */
  public Optional<BigDecimal> maxSpotPrice() {
    return Optional.ofNullable(settings.get(MAX_PRICE)).map(BigDecimal::new);
  }
}
