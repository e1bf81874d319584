package io.gpupool.clouds.azure;

import com.azure.resourcemanager.compute.fluent.models.VirtualMachineInner;
import com.azure.resourcemanager.compute.fluent.models.VirtualMachineScaleSetVMInner;
import com.azure.resourcemanager.compute.models.InstanceViewStatus;
import io.gpupool.clouds.api.Instance;
import io.gpupool.clouds.api.InstanceState;
import io.gpupool.clouds.api.LaunchFailure;
import io.gpupool.clouds.api.ProviderId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A virtual machine of a scale set.
 *
 * @param id what its node is called by
 * @param name by which the scale set knows it: a number, or the machine's name
 * @param provisioning what Azure is doing with it, in lower case
 * @param statuses what its instance view says; none if there is no view
 * @param created when it was made, if Azure says
 */
record Machine(
    ProviderId id,
    String name,
    String provisioning,
    List<InstanceViewStatus> statuses,
    Optional<Instant> created) {

  private static final String FAILED = "provisioningstate/failed/";
  private static final String POWER = "powerstate/";
  private static final Set<String> OFF = Set.of("deallocated", "deallocating");

  static Machine of(VirtualMachineScaleSetVMInner data) {
    return of(
        data.id(),
        data.instanceId(),
        data.provisioningState(),
        data.instanceView() == null ? null : data.instanceView().statuses(),
        data.timeCreated());
  }

  static Machine of(VirtualMachineInner data, List<InstanceViewStatus> view) {
    return of(data.id(), data.name(), data.provisioningState(), view, data.timeCreated());
  }

  private static Machine of(
      String id,
      String name,
      @Nullable String provisioning,
      @Nullable List<InstanceViewStatus> statuses,
      @Nullable OffsetDateTime created) {
    return new Machine(
        ResourceIds.providerId(id),
        name,
        provisioning == null ? "" : provisioning.toLowerCase(Locale.ROOT),
        statuses == null ? List.of() : List.copyOf(statuses),
        Optional.ofNullable(created).map(OffsetDateTime::toInstant));
  }

  boolean isLeaving() {
    return provisioning.equals("deleting");
  }

  /** Switched off and given back, by an eviction or by somebody: it runs nothing and never will. */
  boolean isOff() {
    return power().map(OFF::contains).orElse(false);
  }

  /** What it is to the autoscaler, at this time by our clock. */
  Instance instance(Instant now) {
    if (isLeaving() || isOff()) {
      return Instance.of(id, InstanceState.DELETING);
    }
    if (provisioning.equals("creating")) {
      return Instance.of(id, InstanceState.CREATING);
    }
    // without a view nothing is known of its power, and a running machine mustn't be given up
    boolean runs =
        statuses.isEmpty()
            || power()
                .map(power -> power.equals("running") || power.equals("starting"))
                .orElse(false);
    if (provisioning.equals("failed") && !runs) {
      return new Instance(id, InstanceState.CREATING, Optional.of(failure(now)));
    }
    return Instance.of(id, InstanceState.RUNNING);
  }

  private LaunchFailure failure(Instant now) {
    return Failures.of(statuses)
        .orElse(
            new LaunchFailure(
                created.orElse(now),
                io.gpupool.clouds.api.FailureCode.OTHER,
                "the machine's provisioning failed and it doesn't run"));
  }

  private Optional<String> power() {
    return statuses.stream()
        .map(status -> status.code() == null ? "" : status.code().toLowerCase(Locale.ROOT))
        .filter(code -> code.startsWith(POWER))
        .map(code -> code.substring(POWER.length()))
        .findFirst();
  }

  /** What statuses say of failures. */
  static final class Failures {
    private Failures() {}

    /** The first failure among these statuses. */
    static Optional<LaunchFailure> of(@Nullable List<InstanceViewStatus> statuses) {
      return (statuses == null ? List.<InstanceViewStatus>of() : statuses)
          .stream()
              .filter(
                  status ->
                      status.code() != null
                          && status.code().toLowerCase(Locale.ROOT).startsWith(FAILED))
              .map(Failures::of)
              .findFirst();
    }

    private static LaunchFailure of(InstanceViewStatus status) {
      String code = status.code().substring(FAILED.length());
      String message = status.message() == null ? "" : status.message();
      Instant at = status.time() == null ? Instant.EPOCH : status.time().toInstant();
      return new LaunchFailure(
          at, LaunchFailures.code(code, message), message.isBlank() ? code : code + ": " + message);
    }
  }
}
