package io.gpupool.rpc;

import io.gpupool.packing.Gang;
import io.gpupool.proto.kubernetes.ObjectMeta;
import io.gpupool.proto.kubernetes.OwnerReference;
import io.gpupool.proto.kubernetes.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which pods belong together, as the systems that make them say by labels, annotations and owners.
 */
final class GangForm {

  /**
   * How a system marks its gangs.
   *
   * @param name what it calls them
   * @param key the label or annotation with the gang's name
   * @param size the label or annotation with the number of its pods; empty if there is none
   */
  private record Mark(String name, String key, String size) {}

  /** Smaller gangs first: a group of a set is what has to be together. */
  private static final List<Mark> MARKS =
      List.of(
          new Mark(
              "LeaderWorkerSet group",
              "leaderworkerset.sigs.k8s.io/group-key",
              "leaderworkerset.sigs.k8s.io/size"),
          new Mark("PodGroup", "scheduling.x-k8s.io/pod-group", ""),
          new Mark("PodGroup", "pod-group.scheduling.sigs.k8s.io", ""),
          new Mark("PodGroup", "scheduling.k8s.io/group-name", ""),
          new Mark(
              "Kueue pod group",
              "kueue.x-k8s.io/pod-group-name",
              "kueue.x-k8s.io/pod-group-total-count"),
          new Mark("JobSet", "jobset.sigs.k8s.io/jobset-name", ""));

  /** Pods of a Job know their number if the Job is of the kind whose pods talk to each other. */
  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private GangForm() {}

  static Optional<Gang> read(Pod pod) {
    ObjectMeta metadata = pod.getMetadata();
    for (Mark mark : MARKS) {
      Optional<String> name = value(metadata, mark.key());
      if (name.isPresent()) {
        return Optional.of(gang(metadata, mark.name(), name.get(), value(metadata, mark.size())));
      }
    }
    return value(metadata, INDEX)
        .flatMap(index -> job(metadata))
        .map(job -> gang(metadata, "Job", job.getName(), Optional.empty()));
  }

  private static Optional<OwnerReference> job(ObjectMeta metadata) {
    return metadata.getOwnerReferencesList().stream()
        .filter(owner -> owner.getController() && owner.getKind().equals("Job"))
        .findFirst();
  }

  private static Gang gang(ObjectMeta metadata, String what, String name, Optional<String> size) {
    int pods = size.filter(text -> text.matches("[1-9]\\d{0,6}")).map(Integer::parseInt).orElse(1);
    return new Gang(what + " " + metadata.getNamespace() + "/" + name, pods);
  }

  private static Optional<String> value(ObjectMeta metadata, String key) {
    Map<String, String> labels = metadata.getLabelsMap();
    Map<String, String> annotations = metadata.getAnnotationsMap();
    return Optional.ofNullable(labels.get(key))
        .or(() -> Optional.ofNullable(annotations.get(key)))
        .filter(text -> !text.isBlank());
  }
}
