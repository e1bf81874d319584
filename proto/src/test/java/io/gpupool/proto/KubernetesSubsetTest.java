package io.gpupool.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.gpupool.proto.kubernetes.Kubernetes;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Resource;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Our few messages of Kubernetes are declared as the official ones are. */
class KubernetesSubsetTest {

  private static final List<FileDescriptor> OFFICIAL =
      List.of(
          V1.getDescriptor(),
          Meta.getDescriptor(),
          Resource.getDescriptor(),
          Runtime.getDescriptor());

  @Test
  void everyFieldOfEveryMessageIsAnOfficialOne() {
    FileDescriptor subset = Kubernetes.getDescriptor();

    SubsetComparison comparison = SubsetComparison.of(subset, OFFICIAL);

    assertThat(comparison.differences()).isEmpty();
    assertThat(comparison.fields().keySet())
        .contains("Node", "Pod", "Quantity", "Time", "Duration")
        .containsExactlyInAnyOrderElementsOf(
            subset.getMessageTypes().stream().map(Descriptor::getName).toList());
    assertThat(comparison.fields().values()).allMatch(count -> count > 0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void noticesWhatIsNotOfficial(String difference, Consumer<FileDescriptorProto.Builder> alteration)
      throws Exception {
    FileDescriptorProto.Builder altered = Kubernetes.getDescriptor().toProto().toBuilder();
    alteration.accept(altered);
    FileDescriptor subset = FileDescriptor.buildFrom(altered.build(), new FileDescriptor[0]);

    SubsetComparison comparison = SubsetComparison.of(subset, OFFICIAL);

    assertThat(comparison.differences()).containsExactly(difference);
  }

  static Stream<Arguments> noticesWhatIsNotOfficial() {
    return Stream.of(
        arguments(
            "ObjectMeta.uid is optional string = 6, officially optional string = 5",
            alteration("ObjectMeta", "uid", field -> field.setNumber(6))),
        arguments(
            "PodSpec.priority is optional int64 = 25, officially optional int32 = 25",
            alteration(
                "PodSpec",
                "priority",
                field -> field.setType(FieldDescriptorProto.Type.TYPE_INT64))),
        arguments(
            "NodeSpec.taints is optional Taint = 5, officially repeated Taint = 5",
            alteration(
                "NodeSpec",
                "taints",
                field -> field.setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL))),
        arguments(
            "Container.resources is optional Taint = 8, officially optional ResourceRequirements"
                + " = 8",
            alteration(
                "Container",
                "resources",
                field -> field.setTypeName(".io.gpupool.kubernetes.Taint"))),
        arguments(
            "NodeStatus.capacity is repeated map of optional string = 1, optional Taint = 2 = 1,"
                + " officially repeated map of optional string = 1, optional Quantity = 2 = 1",
            (Consumer<FileDescriptorProto.Builder>)
                file -> {
                  DescriptorProto.Builder status = message(file, "NodeStatus");
                  status.getNestedTypeBuilderList().stream()
                      .filter(entry -> entry.getName().equals("CapacityEntry"))
                      .forEach(
                          entry ->
                              entry.getFieldBuilder(1).setTypeName(".io.gpupool.kubernetes.Taint"));
                }),
        arguments(
            "Taint.effects is no official field",
            alteration("Taint", "effect", field -> field.setName("effects"))),
        arguments(
            "Elsewhere has 0 official messages of its name",
            (Consumer<FileDescriptorProto.Builder>)
                file -> file.addMessageTypeBuilder().setName("Elsewhere")),
        arguments(
            "Taint declares types inside: nobody compares them",
            (Consumer<FileDescriptorProto.Builder>)
                file -> message(file, "Taint").addNestedTypeBuilder().setName("Inner")),
        arguments(
            "kubernetes.proto has enums or extensions: nobody compares them",
            (Consumer<FileDescriptorProto.Builder>)
                file ->
                    file.addEnumTypeBuilder()
                        .setName("Effect")
                        .addValueBuilder()
                        .setName("NONE")
                        .setNumber(0)));
  }

  private static Consumer<FileDescriptorProto.Builder> alteration(
      String message, String field, Consumer<FieldDescriptorProto.Builder> change) {
    return file ->
        message(file, message).getFieldBuilderList().stream()
            .filter(candidate -> candidate.getName().equals(field))
            .forEach(change);
  }

  private static DescriptorProto.Builder message(FileDescriptorProto.Builder file, String name) {
    return file.getMessageTypeBuilderList().stream()
        .filter(candidate -> candidate.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
