package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.InstanceGroupManagerInstanceFlexibilityPolicyInstanceSelection;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.Declared;
import io.gpupool.clouds.api.MachineType;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.NodeSystem;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.ReadingProblem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds out what the instances of groups will be. */
final class Shapes {

  private static final String ZONE = "topology.gke.io/zone";

  /** The size of Google's public images, and so of a disk whose size nobody states. */
  private static final long USUAL_ROOT_DISK = 10L << 30;

  private static final OptionOverrides ALL_OR_NOTHING =
      OptionOverrides.ofNodes(Optional.empty(), Optional.of(true));

  private final Templates templates;
  private final MachineTypes machineTypes;

  Shapes(Templates templates, MachineTypes machineTypes) {
    this.templates = templates;
    this.machineTypes = machineTypes;
  }

  /**
   * The shape of a group. One whose template is gone, or names a machine that Compute Engine
   * doesn't know, has none, and there is a problem to read about it.
   */
  Optional<NodeShape> of(ManagedGroup group, List<ReadingProblem> problems) throws CloudException {
    String subject = group.ref().id().value();
    Optional<TemplateContent> template = templates.of(group);
    if (template.isEmpty()) {
      problems.add(
          new ReadingProblem(
              subject,
              "its instance template %s doesn't exist, so nothing is known of its nodes and launches will fail; give it another"
                  .formatted(Links.name(group.template()))));
      return Optional.empty();
    }
    if (group.zones().isEmpty()) {
      problems.add(
          new ReadingProblem(
              subject, "its distribution policy names no zone, so nothing is known of its nodes"));
      return Optional.empty();
    }
    List<MachineType> machines = machines(group, template.get(), problems);
    return machines.isEmpty()
        ? Optional.empty()
        : Optional.of(shape(group, template.get(), machines, problems));
  }

  private NodeShape shape(
      ManagedGroup group,
      TemplateContent template,
      List<MachineType> machines,
      List<ReadingProblem> problems) {
    String subject = group.ref().id().value();
    AutoscalerMetadata metadata = template.metadata();
    if (metadata.unreadable()) {
      problems.add(
          new ReadingProblem(
              subject,
              "the metadata kube-env of its instance template %s is no YAML map; labels, taints and reserved resources of its nodes are unknown"
                  .formatted(template.name())));
    }
    NodeDeclaration declaration = new NodeDeclaration(metadata.variables(), subject, problems);
    Declared stated = declaration.declared();
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(ZONE, group.zones().get(0));
    labels.putAll(stated.labels());
    NodeSystem system =
        declaration.system(
            template.distribution(), metadata.kubeEnv().isPresent(), template.confidential());
    List<MachineType> all = machines;
    if (declaration.architecture().isPresent()) {
      all = machines.stream().map(each -> of(each, declaration.architecture().get())).toList();
    }
    OptionOverrides options =
        group.isAllOrNothing() ? stated.options().orElse(ALL_OR_NOTHING) : stated.options();
    return new NodeShape(
        template.name() + " " + template.id(),
        all.get(0),
        all.subList(1, all.size()),
        group.ref().region(),
        group.zones(),
        template.capacityType(),
        OptionalLong.of(template.rootDiskBytes().orElse(USUAL_ROOT_DISK)),
        new Declared(labels, stated.taints(), stated.resources(), options),
        Optional.of(system));
  }

  private List<MachineType> machines(
      ManagedGroup group, TemplateContent template, List<ReadingProblem> problems)
      throws CloudException {
    List<MachineType> machines = new ArrayList<>();
    for (String name : names(group, template)) {
      Optional<com.google.cloud.compute.v1.MachineType> known =
          machineTypes.of(group.ref().region(), group.zones(), name);
      if (known.isPresent() && known.get().getMemoryMb() > 0) {
        machines.add(
            MachineFacts.of(known.get(), template.accelerator(), template.localSsdBytes()));
      } else {
        problems.add(
            new ReadingProblem(
                group.ref().id().value(),
                "its machine type %s isn't one that Compute Engine knows in %s; correct the instance template %s"
                    .formatted(name, String.join(", ", group.zones()), template.name())));
      }
    }
    return machines;
  }

  /** The types that may come, the best first: the template's, unless the group has a choice. */
  private static List<String> names(ManagedGroup group, TemplateContent template) {
    List<String> chosen =
        group.data().getInstanceFlexibilityPolicy().getInstanceSelectionsMap().values().stream()
            .sorted(
                Comparator.comparingInt(
                    InstanceGroupManagerInstanceFlexibilityPolicyInstanceSelection::getRank))
            .flatMap(selection -> selection.getMachineTypesList().stream())
            .distinct()
            .toList();
    return chosen.isEmpty() ? List.of(template.machineType()) : chosen;
  }

  private static MachineType of(MachineType machine, String architecture) {
    return new MachineType(
        machine.name(),
        architecture,
        machine.vcpu(),
        machine.memoryBytes(),
        machine.accelerator(),
        machine.localDiskBytes(),
        machine.maxPods());
  }
}
