package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.CloudReading;
import io.gpupool.clouds.api.GroupReading;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.NodeShape;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.api.ReadingProblem;
import io.gpupool.clouds.api.SizeLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Filter;

/** Reads Auto Scaling groups and says what they are in gpupool's words. */
final class GroupObserver {

  /** As many groups as one call describes, by name or by page. */
  private static final int GROUPS_PER_CALL = 100;

  /**
   * What a group says of an instance that it is going to replace: one that was taken back, has
   * broken, or was terminated by hand.
   */
  private static final String UNHEALTHY = "Unhealthy";

  private final AwsSettings settings;
  private final AutoScalingClient autoScaling;
  private final InstantSource clock;
  private final Shapes shapes;
  private final ScalingHistories histories;

  GroupObserver(AwsSettings settings, AwsClients clients, InstantSource clock) {
    this.settings = settings;
    this.autoScaling = clients.reading();
    this.clock = clock;
    this.shapes = new Shapes(clients, clock, settings.region());
    this.histories = new ScalingHistories(autoScaling);
  }

  CloudReading observe(Optional<CloudReading> previous) {
    Map<String, AutoScalingGroup> groups = new LinkedHashMap<>();
    Set<String> absent = byName(groups);
    byTags(groups);
    List<AutoScalingGroup> managed =
        groups.values().stream().filter(group -> group.status() == null).toList();

    List<ReadingProblem> problems = new ArrayList<>();
    Map<String, NodeShape> found = shapes.of(managed, previous, problems);
    Map<String, ScalingHistory> waiting =
        histories.of(
            managed.stream()
                .filter(group -> live(group) < group.desiredCapacity())
                .map(AutoScalingGroup::autoScalingGroupName)
                .toList(),
            clock.instant());
    List<GroupReading> readings = new ArrayList<>();
    for (AutoScalingGroup group : managed) {
      String name = group.autoScalingGroupName();
      problems.addAll(GroupRemarks.of(group));
      readings.add(
          reading(
              group,
              Optional.ofNullable(waiting.get(name)),
              Optional.ofNullable(found.get(name)),
              problems));
    }
    return new CloudReading(readings, absent, problems);
  }

  /** The groups that are managed by name; returns the names of those that don't exist. */
  private Set<String> byName(Map<String, AutoScalingGroup> groups) {
    List<String> names = settings.groups().stream().map(AwsSettings.Group::name).toList();
    for (int k = 0; k < names.size(); k += GROUPS_PER_CALL) {
      List<String> batch = names.subList(k, Math.min(names.size(), k + GROUPS_PER_CALL));
      autoScaling
          .describeAutoScalingGroupsPaginator(
              request -> request.autoScalingGroupNames(batch).maxRecords(GROUPS_PER_CALL))
          .autoScalingGroups()
          .forEach(group -> groups.put(group.autoScalingGroupName(), group));
    }
    Set<String> absent = new LinkedHashSet<>(names);
    absent.removeAll(groups.keySet());
    return absent;
  }

  private void byTags(Map<String, AutoScalingGroup> groups) {
    if (settings.discoverTags().isEmpty()) {
      return;
    }
    List<Filter> filters = new ArrayList<>();
    settings
        .discoverTags()
        .forEach(
            (key, value) ->
                filters.add(
                    value.isEmpty()
                        ? Filter.builder().name("tag-key").values(key).build()
                        : Filter.builder().name("tag:" + key).values(value).build()));
    autoScaling
        .describeAutoScalingGroupsPaginator(
            request -> request.filters(filters).maxRecords(GROUPS_PER_CALL))
        .autoScalingGroups()
        .forEach(group -> groups.putIfAbsent(group.autoScalingGroupName(), group));
  }

  private GroupReading reading(
      AutoScalingGroup group,
      Optional<ScalingHistory> waiting,
      Optional<NodeShape> shape,
      List<ReadingProblem> problems) {
    int target = group.desiredCapacity();
    return new GroupReading(
        GroupArn.of(group).groupId(),
        limits(group, problems),
        target,
        waiting.flatMap(history -> history.raisedTo(target, clock.instant())),
        instances(group),
        waiting.map(ScalingHistory::failures).orElse(List.of()),
        shape);
  }

  private static long live(AutoScalingGroup group) {
    return instances(group).stream().filter(Instance::isLive).count();
  }

  private static List<Instance> instances(AutoScalingGroup group) {
    boolean replaces =
        GroupRemarks.suspended(group).stream()
            .noneMatch(
                process -> process.equals("ReplaceUnhealthy") || process.equals("Terminate"));
    return group.instances().stream()
        .filter(instance -> !instance.lifecycleStateAsString().startsWith("Warmed"))
        .map(
            instance ->
                Instance.of(
                    new ProviderId(
                        "aws:///" + instance.availabilityZone() + "/" + instance.instanceId()),
                    replaces && UNHEALTHY.equalsIgnoreCase(instance.healthStatus())
                        ? InstanceState.DELETING
                        : state(instance.lifecycleStateAsString())))
        .toList();
  }

  private SizeLimits limits(AutoScalingGroup group, List<ReadingProblem> problems) {
    int most =
        GroupRemarks.suspended(group).contains("Launch")
            ? Math.max(group.minSize(), group.desiredCapacity())
            : group.maxSize();
    SizeLimits own = new SizeLimits(group.minSize(), most);
    return settings.groups().stream()
        .filter(named -> named.name().equals(group.autoScalingGroupName()))
        .findFirst()
        .map(named -> narrowed(own, named, problems))
        .orElse(own);
  }

  /** What the configuration allows, as far as AWS will. */
  private static SizeLimits narrowed(
      SizeLimits own, AwsSettings.Group named, List<ReadingProblem> problems) {
    int min = named.min().orElse(own.min());
    int max = Math.max(min, named.max().orElse(own.max()));
    SizeLimits wanted = new SizeLimits(min, max);
    SizeLimits possible = wanted.within(own);
    if (!possible.equals(wanted)) {
      problems.add(
          new ReadingProblem(
              named.name(),
              "is configured for %s instances and the group itself allows %s; %s applies. Change one of them"
                  .formatted(wanted, own, possible)));
    }
    return possible;
  }

  /**
   * The lifecycle states of instances in groups.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html">instance
   *     lifecycle</a>
   */
  private static InstanceState state(String lifecycle) {
    if (lifecycle.startsWith("Pending")) {
      return InstanceState.CREATING;
    }
    if (lifecycle.startsWith("Terminat") || lifecycle.startsWith("Detach")) {
      return InstanceState.DELETING;
    }
    return InstanceState.RUNNING;
  }

  /** What a group's ARN tells. */
  record GroupArn(String region, String account, String name) {

    /** arn:partition:autoscaling:region:account:autoScalingGroup:uuid:autoScalingGroupName/name */
    static GroupArn of(AutoScalingGroup group) {
      String[] parts = group.autoScalingGroupARN().split(":", -1);
      if (parts.length < 6) {
        throw new IllegalStateException(
            "the ARN of a group isn't one: " + group.autoScalingGroupARN());
      }
      return new GroupArn(parts[3], parts[4], group.autoScalingGroupName());
    }

    NodeGroupId groupId() {
      return NodeGroupId.of("aws", account, region, name);
    }
  }
}
