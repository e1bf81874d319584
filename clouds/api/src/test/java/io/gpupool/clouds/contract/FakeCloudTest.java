package io.gpupool.clouds.contract;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** The cloud in memory keeps the contract, so what is tested upon it holds for real ones. */
class FakeCloudTest extends CloudContract {

  @Override
  protected ContractWorld newWorld() {
    return new FakeWorld();
  }

  private static final class FakeWorld implements ContractWorld {

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T08:00:00Z"));
    private final FakeCloud cloud = new FakeCloud(clock);
    private final Set<NodeGroupId> groups = new LinkedHashSet<>();
    private final Set<NodeGroupId> exhausted = new HashSet<>();

    @Override
    public Cloud cloud() {
      return cloud;
    }

    @Override
    public Cloud anotherCloud() {
      return cloud;
    }

    @Override
    public NodeGroupId createGroup(String name, int min, int max, int target) {
      NodeGroupId id = cloud.addGroup(name, min, max, target);
      groups.add(id);
      return id;
    }

    @Override
    public NodeGroupId unknownGroup() {
      return NodeGroupId.of("fake", "region", "nowhere");
    }

    @Override
    public Instant now() {
      return clock.instant();
    }

    @Override
    public void pass(Duration time) {
      clock.pass(time);
      for (NodeGroupId group : groups) {
        if (!exhausted.contains(group)) {
          cloud.launch(group);
        } else if (cloud.live(group).size() < cloud.target(group)) {
          cloud.failLaunch(group, FailureCode.INSUFFICIENT_CAPACITY);
        }
      }
    }

    @Override
    public void settle() {
      pass(Duration.ofMinutes(10));
      groups.forEach(cloud::boot);
      groups.forEach(cloud::reap);
    }

    @Override
    public void runOutOfCapacity(NodeGroupId group) {
      exhausted.add(group);
    }

    @Override
    public void setTargetByHand(NodeGroupId group, int target) {
      cloud.setTargetByHand(group, target);
    }

    @Override
    public void deleteGroup(NodeGroupId group) {
      cloud.removeGroup(group);
      groups.remove(group);
    }

    @Override
    public int writes() {
      return cloud.calls(Verb.RESIZE).size() + cloud.calls(Verb.DELETE).size();
    }

    @Override
    public void ail(Illness illness) {
      switch (illness) {
        case THROTTLING -> failAll(Kind.THROTTLED);
        case CREDENTIALS_REFUSED -> failAll(Kind.DENIED);
        case RESETS, HANGS, SPEAKS_HTML, INTERNAL_ERRORS, UNREACHABLE -> failAll(Kind.UNAVAILABLE);
        case WRITES_DENIED ->
            cloud.always(
                call -> {
                  if (call.verb() == Verb.RESIZE || call.verb() == Verb.DELETE) {
                    throw failure(Kind.DENIED);
                  }
                });
        case LOSES_ANSWERS_OF_WRITES -> cloud.loseAnswersOfWrites(true);
      }
    }

    @Override
    public void heal() {
      cloud.always(call -> {});
      cloud.loseAnswersOfWrites(false);
    }

    @Override
    public void close() {
      cloud.close();
    }

    private void failAll(Kind kind) {
      cloud.always(
          call -> {
            throw failure(kind);
          });
    }

    private static CloudException failure(Kind kind) {
      return new CloudException(CloudError.of(kind, kind.name(), "as the test wishes"));
    }
  }
}
