package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.Page;
import io.gpupool.clouds.emulator.aws.model.InstanceRequirements;
import io.gpupool.clouds.emulator.aws.model.InstanceType;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.RequirementsForm;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which instance types have what is required, for processors of an architecture. */
final class GetInstanceTypesFromInstanceRequirements implements Action {

  private static final int LARGEST_PAGE = 1_000;

  @Override
  public Set<String> parameters() {
    return Set.of(
        "ArchitectureType",
        "InstanceRequirements",
        "MaxResults",
        "NextToken",
        "VirtualizationType");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    List<String> architectures = parameters.texts("ArchitectureType");
    if (architectures.isEmpty()) {
      throw parameters.missing("ArchitectureTypes");
    }
    if (parameters.texts("VirtualizationType").isEmpty()) {
      throw parameters.missing("VirtualizationTypes");
    }
    InstanceRequirements requirements =
        parameters
            .structure("InstanceRequirements")
            .map(form -> RequirementsForm.read(form, ""))
            .orElseThrow(() -> parameters.missing("InstanceRequirements"));
    Stream<InstanceType> found =
        request.world().types().meeting(requirements).stream()
            .filter(type -> architectures.contains(type.architecture()));
    Page<InstanceType> page =
        Page.of(
            found,
            InstanceType::name,
            parameters.integer("MaxResults", 1, LARGEST_PAGE).orElse(LARGEST_PAGE),
            parameters.text("NextToken"),
            Ec2::invalidToken);
    result
        .list(
            "instanceTypeSet", page.items(), (item, type) -> item.text("instanceType", type.name()))
        .text("nextToken", page.next());
  }
}
