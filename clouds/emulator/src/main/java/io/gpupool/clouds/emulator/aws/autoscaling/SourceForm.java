package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.LaunchConfigurations;
import io.gpupool.clouds.emulator.aws.model.LaunchSource;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplate;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplates;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.Distribution;
import io.gpupool.clouds.emulator.aws.model.MixedInstancesPolicy.TypeOverride;
import io.gpupool.clouds.emulator.aws.model.Region;
import io.gpupool.clouds.emulator.aws.model.TemplateReference;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.RequirementsForm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what a group is to launch, from the parameters {@code LaunchTemplate} and {@code
 * MixedInstancesPolicy}.
 */
final class SourceForm {

  private final LaunchTemplates templates;
  private final LaunchConfigurations configurations;

  SourceForm(Region region) {
    this.templates = region.templates();
    this.configurations = region.configurations();
  }

  /** What a request says of it, if it says anything. */
  Optional<LaunchSource> read(Parameters parameters) {
    Optional<Parameters> template = parameters.structure("LaunchTemplate");
    Optional<Parameters> policy = parameters.structure("MixedInstancesPolicy");
    Optional<String> configuration = parameters.text("LaunchConfigurationName");
    if (Stream.of(template, policy, configuration).filter(Optional::isPresent).count() > 1) {
      throw AwsException.validation(
          "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId"
              + " or MixedInstancesPolicy parameter.");
    }
    return template
        .<LaunchSource>map(form -> new LaunchSource.OneTemplate(reference(form)))
        .or(() -> policy.map(form -> new LaunchSource.Mixed(policy(form))))
        .or(
            () ->
                configuration.map(
                    name -> new LaunchSource.Configured(configurations.existing(name))));
  }

  private MixedInstancesPolicy policy(Parameters form) {
    form.knowing("MixedInstancesPolicy", "LaunchTemplate", "InstancesDistribution");
    Parameters launch =
        form.structure("LaunchTemplate")
            .orElseThrow(() -> form.missing("MixedInstancesPolicy.LaunchTemplate"))
            .knowing("LaunchTemplate", "LaunchTemplateSpecification", "Overrides");
    Parameters template =
        launch
            .structure("LaunchTemplateSpecification")
            .orElseThrow(() -> form.missing("LaunchTemplateSpecification"));
    List<TypeOverride> overrides = new ArrayList<>();
    for (Parameters override : launch.structures("Overrides")) {
      override.knowing(
          "Overrides", "InstanceType", "InstanceRequirements", "LaunchTemplateSpecification");
      overrides.add(
          new TypeOverride(
              override.text("InstanceType"),
              override
                  .structure("InstanceRequirements")
                  .map(needs -> RequirementsForm.read(needs, "s")),
              override.structure("LaunchTemplateSpecification").map(this::reference)));
    }
    return new MixedInstancesPolicy(
        reference(template),
        overrides,
        form.structure("InstancesDistribution")
            .map(SourceForm::distribution)
            .orElse(Distribution.usual()));
  }

  private static Distribution distribution(Parameters form) {
    form.knowing(
        "InstancesDistribution",
        "OnDemandAllocationStrategy",
        "OnDemandBaseCapacity",
        "OnDemandPercentageAboveBaseCapacity",
        "SpotAllocationStrategy",
        "SpotInstancePools",
        "SpotMaxPrice");
    Distribution usual = Distribution.usual();
    return new Distribution(
        form.text("OnDemandAllocationStrategy").orElse(usual.onDemandAllocation()),
        form.integer("OnDemandBaseCapacity").orElse(usual.onDemandBase()),
        form.integer("OnDemandPercentageAboveBaseCapacity").orElse(usual.onDemandPercentage()),
        form.text("SpotAllocationStrategy").orElse(usual.spotAllocation()),
        form.text("SpotMaxPrice").filter(price -> !price.isEmpty()).map(SourceForm::price));
  }

  private static BigDecimal price(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException noNumber) {
      throw AwsException.validation("Invalid Spot price: " + text);
    }
  }

  private TemplateReference reference(Parameters form) {
    form.knowing("LaunchTemplate", "LaunchTemplateId", "LaunchTemplateName", "Version");
    Optional<String> id = form.text("LaunchTemplateId");
    Optional<String> name = form.text("LaunchTemplateName");
    if (id.isPresent() == name.isPresent()) {
      throw AwsException.validation(
          "Valid requests must contain either launchTemplateId or LaunchTemplateName");
    }
    LaunchTemplate template =
        id.flatMap(templates::identified)
            .or(() -> name.flatMap(templates::named))
            .orElseThrow(
                () ->
                    AwsException.validation(
                        "You must use a valid fully-formed launch template. The specified launch"
                            + " template, with template "
                            + (id.isPresent() ? "ID " : "name ")
                            + id.or(() -> name).orElse("")
                            + ", does not exist."));
    String version = form.text("Version").orElse(LaunchTemplate.DEFAULT);
    return new TemplateReference(template.id(), template.name(), version);
  }
}
