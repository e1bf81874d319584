package io.gpupool.clouds.emulator.gcp;

import io.gpupool.clouds.emulator.gcp.model.Group;
import io.gpupool.clouds.emulator.gcp.model.Member;
import java.util.List;
import java.util.Optional;

/**
 * A group at one moment.
 *
 * @param project whose it is
 * @param location its zone or region
 * @param name its name there
 * @param targetSize how many instances it is to have
 * @param targetSuspendedSize how many suspended ones beside these
 * @param zones where it may create
 * @param template the path of its instance template
 * @param members its managed instances, by name
 */
public record EmulatedGroup(
    String project,
    String location,
    String name,
    int targetSize,
    int targetSuspendedSize,
    List<String> zones,
    String template,
    List<ManagedInstance> members) {

  /**
   * A managed instance at one moment.
   *
   * @param name its name
   * @param zone where it is or is to be
   * @param action what its group does about it
   * @param instance the machine, if there is one
   */
  public record ManagedInstance(
      String name, String zone, Member.Action action, Optional<EmulatedInstance> instance) {}

  /** The machines that it has. */
  public List<EmulatedInstance> instances() {
    return members.stream().flatMap(member -> member.instance().stream()).toList();
  }

  static EmulatedGroup of(Group group) {
    return new EmulatedGroup(
        group.project(),
        group.location().name(),
        group.name(),
        group.targetSize(),
        group.targetSuspendedSize(),
        group.settings().zones(),
        group.settings().template().path(),
        group.members().stream()
            .map(
                member ->
                    new ManagedInstance(
                        member.name(),
                        member.zone(),
                        member.action(),
                        member.machine().map(EmulatedInstance::of)))
            .toList());
  }
}
