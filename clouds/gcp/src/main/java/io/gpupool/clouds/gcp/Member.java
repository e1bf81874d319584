package io.gpupool.clouds.gcp;

import com.google.cloud.compute.v1.Errors;
import com.google.cloud.compute.v1.ManagedInstance;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A slot of a managed instance group. It has a name before there is a machine, and keeps it when
 * the machine is made anew.
 *
 * @param ref the instance that it is, or will be
 * @param action what the group is doing about it
 * @param status the machine's own status; empty while there is none
 * @param errors why the last attempt to create the machine failed
 * @see <a
 *     href="https://cloud.google.com/compute/docs/instance-groups/getting-info-about-migs#verify_if_a_mig_is_stable">current
 *     actions of managed instances</a>
 */
record Member(InstanceRef ref, String action, String status, List<Errors> errors) {

  private static final Set<String> COMING =
      Set.of("CREATING", "CREATING_WITHOUT_RETRIES", "RECREATING");
  private static final Set<String> LEAVING = Set.of("DELETING", "ABANDONING", "STOPPING");

  /** The machine isn't one yet; while creation is tried again and again it comes and goes. */
  private static final Set<String> UNBORN = Set.of("", "PENDING", "PROVISIONING");

  private static final Set<String> BOOTING = Set.of("PENDING", "PROVISIONING", "STAGING");
  private static final Set<String> DOWN =
      Set.of("STOPPING", "STOPPED", "TERMINATED", "PENDING_STOP", "DEPROVISIONING");

  private static final String RECREATING = "RECREATING";

  Member {
    errors = List.copyOf(errors);
  }

  /** The slot, if it has a name already. */
  static Optional<Member> of(ManagedInstance instance) {
    return Links.instance(instance.getInstance())
        .map(
            ref ->
                new Member(
                    ref,
                    instance.getCurrentAction(),
                    instance.getInstanceStatus(),
                    instance.getLastAttempt().getErrors().getErrorsList()));
  }

  /** Whether creating its machine has failed, and is perhaps being tried again. */
  boolean hasFailed() {
    return COMING.contains(action) && UNBORN.contains(status) && !errors.isEmpty();
  }

  /** Whether there is nothing yet that would be lost with it. */
  boolean isUnfilled() {
    return hasFailed() || (COMING.contains(action) && status.isEmpty());
  }

  /** Whether it is on its way out. */
  boolean isLeaving() {
    return LEAVING.contains(action);
  }

  /**
   * The instance that there is. A slot that waits for its first machine is none; one whose machine
   * is being made anew is, for its name stays. Neither is one that stands by, stopped, or whose
   * machine has vanished without the group having noticed.
   *
   * @param standsBy whether the group keeps stopped instances
   */
  Optional<Instance> instance(String project, boolean standsBy) {
    return state(standsBy).map(state -> Instance.of(ref.providerId(project), state));
  }

  private Optional<InstanceState> state(boolean standsBy) {
    if (hasFailed()) {
      return Optional.empty();
    }
    if (COMING.contains(action)) {
      return status.isEmpty() && !action.equals(RECREATING)
          ? Optional.empty()
          : Optional.of(InstanceState.CREATING);
    }
    if (isLeaving()) {
      return Optional.of(InstanceState.DELETING);
    }
    if (DOWN.contains(status) && isIdle()) {
      return standsBy ? Optional.empty() : Optional.of(InstanceState.DELETING);
    }
    if (BOOTING.contains(status)) {
      return Optional.of(InstanceState.CREATING);
    }
    return status.isEmpty() && isIdle() ? Optional.empty() : Optional.of(InstanceState.RUNNING);
  }

  private boolean isIdle() {
    return action.isEmpty() || action.equals("NONE");
  }
}
