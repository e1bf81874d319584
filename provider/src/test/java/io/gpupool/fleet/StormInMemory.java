package io.gpupool.fleet;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.CloudError;
import io.gpupool.clouds.api.CloudError.Kind;
import io.gpupool.clouds.api.CloudException;
import io.gpupool.clouds.api.FailureCode;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import io.gpupool.clouds.contract.FakeCloud;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** A cloud in memory: machines come and go one by one, whenever the schedule says so. */
final class StormInMemory implements StormyCloud {

  private final FakeCloud fake;

  StormInMemory(InstantSource clock, String scheme) {
    this.fake = new FakeCloud(clock, scheme);
  }

  @Override
  public Cloud adapter() {
    return fake;
  }

  @Override
  public NodeGroupId addGroup(String name, int min, int max, int target) {
    return fake.addGroup(name, min, max, target);
  }

  @Override
  public void act(NodeGroupId group, Random random) {
    switch (random.nextInt(5)) {
      case 0, 1 -> fake.launch(group, 1 + random.nextInt(2));
      case 2 -> fake.boot(group);
      case 3 -> fake.failLaunch(group, FailureCode.INSUFFICIENT_CAPACITY);
      default -> fake.reap(group);
    }
  }

  @Override
  public void turn(boolean off) {
    fake.always(
        call -> {
          if (off) {
            throw new CloudException(CloudError.of(Kind.UNAVAILABLE, "Timeout", "nobody there"));
          }
        });
  }

  @Override
  public void loseAnswersOfWrites(boolean loses) {
    fake.loseAnswersOfWrites(loses);
  }

  @Override
  public void throttleNext(Random random) {
    fake.failNext(
        CloudError.of(Kind.THROTTLED, "Throttling", "slow down")
            .retryableAfter(Duration.ofSeconds(random.nextInt(60))));
  }

  @Override
  public void calmDown() {
    fake.clearNext();
    turn(false);
    loseAnswersOfWrites(false);
  }

  @Override
  public int target(NodeGroupId group) {
    return fake.target(group);
  }

  @Override
  public List<ProviderId> live(NodeGroupId group) {
    return fake.live(group);
  }

  @Override
  public int calls() {
    return fake.calls().size();
  }

  @Override
  public void close() {
    fake.close();
  }
}
