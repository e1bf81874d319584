package io.gpupool.clouds.aws;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceRequirementsRequest;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfoFromInstanceRequirements;
import software.amazon.awssdk.services.ec2.model.VirtualizationType;

/** Attribute-based selection: which instance types have what a group wants of them. */
final class MatchingTypes {

  private MatchingTypes() {}

  /**
   * Requirements as EC2 takes them. The SDK has the same structure three times, in groups, in
   * launch templates and in questions; what one has under a name the others have under the same,
   * today's attributes and tomorrow's.
   */
  static InstanceRequirementsRequest asRequest(SdkPojo requirements) {
    InstanceRequirementsRequest.Builder request = InstanceRequirementsRequest.builder();
    copy(requirements, request);
    return request.build();
  }

  /** The names of the types that have it all. */
  static List<String> of(
      Ec2Client ec2, InstanceRequirementsRequest requirements, String architecture) {
    return ec2
        .getInstanceTypesFromInstanceRequirementsPaginator(
            request ->
                request
                    .architectureTypesWithStrings(architecture)
                    .virtualizationTypes(VirtualizationType.HVM)
                    .instanceRequirements(requirements))
        .instanceTypes()
        .stream()
        .map(InstanceTypeInfoFromInstanceRequirements::instanceType)
        .sorted()
        .toList();
  }

  private static void copy(SdkPojo from, SdkPojo to) {
    Map<String, SdkField<?>> targets =
        to.sdkFields().stream()
            .collect(Collectors.toMap(SdkField::memberName, Function.identity()));
    for (SdkField<?> field : from.sdkFields()) {
      @Nullable Object value = field.getValueOrDefault(from);
      SdkField<?> target = targets.get(field.memberName());
      if (value != null && target != null) {
        target.set(to, value instanceof SdkPojo inner ? copied(inner, target) : value);
      }
    }
  }

  private static Object copied(SdkPojo inner, SdkField<?> target) {
    SdkPojo builder = target.constructor().get();
    copy(inner, builder);
    return ((software.amazon.awssdk.utils.builder.Buildable) builder).build();
  }
}
