package io.gpupool.clouds.emulator.aws;

import io.gpupool.clouds.emulator.aws.model.Instance;
import io.gpupool.clouds.emulator.aws.model.Market;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An instance at one moment, also long after its end.
 *
 * @param id EC2's id
 * @param providerId what Kubernetes calls it, {@code aws:///zone/id}
 * @param account who owns it
 * @param region where it is
 * @param group the group that launched it
 * @param instanceType its machine type
 * @param zone where exactly
 * @param market how it is bought
 * @param state what it is doing
 * @param tags its tags
 * @param launched when it was launched, and began to cost
 * @param inService when it was up, if it ever was
 * @param terminated when it was gone, and ceased to cost, if it is
 */
public record EmulatedInstance(
    String id,
    String providerId,
    String account,
    String region,
    String group,
    String instanceType,
    String zone,
    Market market,
    State state,
    Map<String, String> tags,
    Instant launched,
    Optional<Instant> inService,
    Optional<Instant> terminated) {

  /** What an instance is doing. */
  public enum State {
    /** On its way up. */
    BOOTING,
    /** Up, whatever its group thinks. */
    RUNNING,
    /** On its way out. */
    ENDING,
    /** Gone. */
    GONE
  }

  static EmulatedInstance of(Instance instance) {
    return new EmulatedInstance(
        instance.id(),
        instance.providerId(),
        instance.group().account(),
        instance.group().region(),
        instance.group().name(),
        instance.type().name(),
        instance.zone(),
        instance.market(),
        state(instance.machine()),
        instance.tags(),
        instance.launched(),
        instance.inService(),
        instance.terminated());
  }

  private static State state(Instance.Machine machine) {
    return switch (machine) {
      case PENDING -> State.BOOTING;
      case RUNNING -> State.RUNNING;
      case SHUTTING_DOWN -> State.ENDING;
      case TERMINATED -> State.GONE;
    };
  }
}
