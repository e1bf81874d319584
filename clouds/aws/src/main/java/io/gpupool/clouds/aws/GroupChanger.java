package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.DeleteResult;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;

/**
 * Changes Auto Scaling groups: each change once, after a look at what is there. The API has neither
 * conditional writes nor a way to lower a target without risk to instances, so the look is what
 * keeps the promises of {@link io.gpupool.clouds.api.Cloud}; between it and the change lie
 * milliseconds.
 */
final class GroupChanger implements AutoCloseable {

  /** AWS terminates one instance per call; this many at a time. */
  private static final int AT_A_TIME = 8;

  private static final int INSTANCES_PER_CALL = 50;

  private final AwsClients clients;
  private final ExecutorService terminating;

  GroupChanger(AwsClients clients) {
    this.clients = clients;
    this.terminating =
        Executors.newFixedThreadPool(
            AT_A_TIME,
            task -> {
              Thread thread = new Thread(task, "aws-terminating");
              thread.setDaemon(true);
              return thread;
            });
  }

  void resize(NodeGroupId group, int from, int to) throws CloudException {
    AutoScalingGroup current = describe(group);
    int desired = current.desiredCapacity();
    if (desired != from) {
      throw changed(group + " has a desired capacity of " + desired + ", not of " + from);
    }
    long live =
        current.instances().stream()
            .filter(instance -> isLive(instance.lifecycleStateAsString()))
            .count();
    if (to < from && live > to) {
      throw changed(group + " has " + live + " instances; a target of " + to + " would cost some");
    }
    if (to == from) {
      return;
    }
    try {
      clients
          .writing()
          .setDesiredCapacity(
              request ->
                  request
                      .autoScalingGroupName(group.name())
                      .desiredCapacity(to)
                      .honorCooldown(false));
    } catch (SdkException failure) {
      throw new CloudException(AwsErrors.ofWriting(failure), failure);
    }
  }

  Map<ProviderId, DeleteResult> delete(NodeGroupId group, Set<ProviderId> instances)
      throws CloudException {
    if (instances.isEmpty()) {
      return Map.of();
    }
    Map<String, AutoScalingInstanceDetails> found = lookUp(instances);
    Map<ProviderId, DeleteResult> results = new LinkedHashMap<>();
    Map<ProviderId, CompletableFuture<DeleteResult>> calls = new LinkedHashMap<>();
    for (ProviderId instance : instances) {
      AutoScalingInstanceDetails details = found.get(instanceId(instance));
      if (details == null) {
        results.put(instance, new DeleteResult.Gone());
      } else if (!details.autoScalingGroupName().equals(group.name())) {
        results.put(
            instance,
            new DeleteResult.Refused(
                CloudError.of(
                    Kind.INVALID,
                    "WrongGroup",
                    instance + " is in the group " + details.autoScalingGroupName())));
      } else if (!isLive(details.lifecycleState())) {
        results.put(instance, new DeleteResult.Terminating());
      } else {
        calls.put(
            instance,
            CompletableFuture.supplyAsync(() -> terminate(instanceId(instance)), terminating));
      }
    }
    calls.forEach((instance, call) -> results.put(instance, call.join()));
    return results;
  }

  private DeleteResult terminate(String instanceId) {
    try {
      clients
          .writing()
          .terminateInstanceInAutoScalingGroup(
              request -> request.instanceId(instanceId).shouldDecrementDesiredCapacity(true));
      return new DeleteResult.Terminating();
    } catch (SdkException failure) {
      CloudError error = AwsErrors.ofWriting(failure);
      return AwsErrors.isMissingInstance(error)
          ? new DeleteResult.Gone()
          : new DeleteResult.Refused(error);
    }
  }

  private AutoScalingGroup describe(NodeGroupId group) throws CloudException {
    List<AutoScalingGroup> found;
    try {
      found =
          clients
              .reading()
              .describeAutoScalingGroups(request -> request.autoScalingGroupNames(group.name()))
              .autoScalingGroups();
    } catch (SdkException failure) {
      throw AwsErrors.ofReading(failure);
    }
    if (found.isEmpty() || !GroupObserver.GroupArn.of(found.get(0)).groupId().equals(group)) {
      throw new CloudException(
          CloudError.of(Kind.NOT_FOUND, "NoSuchGroup", "there is no Auto Scaling group " + group));
    }
    return found.get(0);
  }

  private Map<String, AutoScalingInstanceDetails> lookUp(Set<ProviderId> instances)
      throws CloudException {
    List<String> ids = new ArrayList<>();
    instances.forEach(instance -> ids.add(instanceId(instance)));
    Map<String, AutoScalingInstanceDetails> found = new HashMap<>();
    try {
      for (int k = 0; k < ids.size(); k += INSTANCES_PER_CALL) {
        List<String> batch = ids.subList(k, Math.min(ids.size(), k + INSTANCES_PER_CALL));
        clients
            .reading()
            .describeAutoScalingInstancesPaginator(request -> request.instanceIds(batch))
            .autoScalingInstances()
            .forEach(details -> found.put(details.instanceId(), details));
      }
    } catch (SdkException failure) {
      throw AwsErrors.ofReading(failure);
    }
    return found;
  }

  private static boolean isLive(String lifecycle) {
    return !lifecycle.startsWith("Terminat")
        && !lifecycle.startsWith("Detach")
        && !lifecycle.startsWith("Warmed");
  }

  /** The last part of aws:///zone/i-…. */
  private static String instanceId(ProviderId id) {
    return id.value().substring(id.value().lastIndexOf('/') + 1);
  }

  private static CloudException changed(String text) {
    return new CloudException(CloudError.of(Kind.CHANGED, "Changed", text));
  }

  @Override
  public void close() {
    terminating.shutdownNow();
  }
}
