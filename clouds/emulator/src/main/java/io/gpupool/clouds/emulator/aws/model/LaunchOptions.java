package io.gpupool.clouds.emulator.aws.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a group could launch in a zone, in the order in which it tries. */
final class LaunchOptions {

  private final LaunchTemplates templates;
  private final InstanceTypes types;
  private final SpotPrices prices;

  LaunchOptions(LaunchTemplates templates, InstanceTypes types, SpotPrices prices) {
    this.templates = templates;
    this.types = types;
    this.prices = prices;
  }

  /** How many of so many instances the group wants on demand. */
  int onDemandOf(LaunchSource source, int capacity) {
    if (source instanceof LaunchSource.Mixed mixed) {
      return mixed.policy().distribution().onDemandOf(capacity);
    }
    Market market =
        source instanceof LaunchSource.OneTemplate one
            ? version(one.template()).data().market()
            : ((LaunchSource.Configured) source).configuration().market();
    return market == Market.ON_DEMAND ? capacity : 0;
  }

  /** The kinds of instances to try, best first; throws if the source names what doesn't exist. */
  List<LaunchChoice> of(LaunchSource source, String zone, Market market) {
    if (source instanceof LaunchSource.Mixed mixed) {
      return of(mixed.policy(), zone, market);
    }
    if (source instanceof LaunchSource.OneTemplate one) {
      return choices(one.template(), Optional.empty(), Optional.empty(), market);
    }
    LaunchConfiguration configuration = ((LaunchSource.Configured) source).configuration();
    return List.of(
        new LaunchChoice(
            known(configuration.instanceType()),
            market,
            new ConfigurationReference(configuration.name()),
            configuration.imageId(),
            configuration.spotPrice()));
  }

  /** Complains in AWS's words if a source can't be launched from. */
  void check(LaunchSource source) {
    if (source instanceof LaunchSource.Mixed mixed
        && version(mixed.policy().template()).data().market() == Market.SPOT) {
      throw AwsException.validation(
          "Incompatible launch template: You cannot use a launch template that is set to request"
              + " Spot Instances (InstanceMarketOptions) when you configure an Auto Scaling group"
              + " with a mixed instances policy.");
    }
    of(source, "", Market.ON_DEMAND);
  }

  private List<LaunchChoice> of(MixedInstancesPolicy policy, String zone, Market market) {
    List<LaunchChoice> choices = new ArrayList<>();
    for (MixedInstancesPolicy.TypeOverride override : policy.overrides()) {
      choices(
              override.template().orElse(policy.template()),
              override.instanceType(),
              override.requirements(),
              market)
          .forEach(choice -> choices.add(priced(choice, policy)));
    }
    if (choices.isEmpty()) {
      choices(policy.template(), Optional.empty(), Optional.empty(), market)
          .forEach(choice -> choices.add(priced(choice, policy)));
    }
    if (market == Market.SPOT && !policy.distribution().spotInOrder()) {
      choices.sort(
          Comparator.comparing(
              (LaunchChoice choice) ->
                  prices
                      .current(choice.type().name(), zone)
                      .map(BigDecimal::doubleValue)
                      .orElse(Double.MAX_VALUE)));
    }
    return choices;
  }

  private static LaunchChoice priced(LaunchChoice choice, MixedInstancesPolicy policy) {
    return new LaunchChoice(
        choice.type(),
        choice.market(),
        choice.origin(),
        choice.imageId(),
        policy.distribution().spotMaxPrice());
  }

  private List<LaunchChoice> choices(
      TemplateReference reference,
      Optional<String> type,
      Optional<InstanceRequirements> overriding,
      Market market) {
    LaunchTemplate.Version version = version(reference);
    Optional<InstanceRequirements> requirements = overriding.or(version.data()::requirements);
    List<InstanceType> wanted =
        type.isEmpty() && requirements.isPresent()
            ? types.meeting(requirements.get())
            : List.of(
                known(
                    type.or(version.data()::instanceType)
                        .orElseThrow(
                            () ->
                                unfit(
                                    "The request must contain the parameter" + " InstanceType"))));
    if (wanted.isEmpty()) {
      throw unfit("No instance types meet the requirements");
    }
    TemplateReference origin =
        new TemplateReference(reference.id(), reference.name(), Integer.toString(version.number()));
    return wanted.stream()
        .map(
            each ->
                new LaunchChoice(
                    each,
                    market,
                    origin,
                    version.data().imageId().orElse(""),
                    version.data().maxSpotPrice()))
        .toList();
  }

  private InstanceType known(String name) {
    return types
        .named(name)
        .orElseThrow(
            () -> unfit("The following supplied instance types do not exist: [" + name + "]"));
  }

  private static AwsException unfit(String why) {
    return AwsException.validation("You must use a valid fully-formed launch template. " + why);
  }

  private LaunchTemplate.Version version(TemplateReference reference) {
    return templates
        .withId(reference.id())
        .version(reference.version())
        .orElseThrow(
            () ->
                AwsException.validation(
                    "You must use a valid fully-formed launch template. Could not find launch"
                        + " template version "
                        + reference.version()));
  }
}
