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
    LaunchSource.OneTemplate one = (LaunchSource.OneTemplate) source;
    return version(one.template()).data().market() == Market.ON_DEMAND ? capacity : 0;
  }

  /** The kinds of instances to try, best first; throws if the source names what doesn't exist. */
  List<LaunchChoice> of(LaunchSource source, String zone, Market market) {
    if (source instanceof LaunchSource.Mixed mixed) {
      return of(mixed.policy(), zone, market);
    }
    LaunchSource.OneTemplate one = (LaunchSource.OneTemplate) source;
    return List.of(choice(one.template(), Optional.empty(), market));
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
      choices.add(
          priced(
              choice(
                  override.template().orElse(policy.template()),
                  Optional.of(override.instanceType()),
                  market),
              policy));
    }
    if (choices.isEmpty()) {
      choices.add(priced(choice(policy.template(), Optional.empty(), market), policy));
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
        choice.template(),
        choice.imageId(),
        policy.distribution().spotMaxPrice());
  }

  private LaunchChoice choice(TemplateReference reference, Optional<String> type, Market market) {
    LaunchTemplate.Version version = version(reference);
    String wanted =
        type.or(version.data()::instanceType)
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "You must use a valid fully-formed launch template. The request must"
                            + " contain the parameter InstanceType"));
    InstanceType known =
        types
            .named(wanted)
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "You must use a valid fully-formed launch template. The following supplied"
                            + " instance types do not exist: ["
                            + wanted
                            + "]"));
    return new LaunchChoice(
        known,
        market,
        new TemplateReference(reference.id(), reference.name(), Integer.toString(version.number())),
        version.data().imageId().orElse(""),
        version.data().maxSpotPrice());
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
