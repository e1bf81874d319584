package io.gpupool.clouds.emulator.gcp.model;

import io.gpupool.clouds.emulator.Capacity;
import io.gpupool.clouds.emulator.Objections;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Finds zones for instances, and takes places for them or says why there is none. */
final class Placement {

  private final MachineTypes types;
  private final Capacity capacity;
  private final Quotas quotas;
  private final Objections<LaunchAttempt, CreationError> objections;

  Placement(
      MachineTypes types,
      Capacity capacity,
      Quotas quotas,
      Objections<LaunchAttempt, CreationError> objections) {
    this.types = types;
    this.capacity = capacity;
    this.quotas = quotas;
    this.objections = objections;
  }

  /** What came of asking for a place. */
  sealed interface Result {}

  /** A place that has been taken. */
  record Place(InstanceTemplate template, MachineType type, String zone) implements Result {}

  /** There is none. */
  record Refused(CreationError error) implements Result {}

  /** The zone in which a group creates its next instance. */
  String zoneFor(Group group, InstanceTemplate template) {
    List<String> zones = group.settings().zones();
    Map<String, Integer> occupants = occupants(group);
    ToIntFunction<String> crowd = zone -> occupants.getOrDefault(zone, 0);
    List<String> roomy =
        zones.stream().filter(zone -> room(zone, template) > waiting(group, zone)).toList();
    return switch (group.settings().shape()) {
      case EVEN -> emptiest(zones, crowd);
      case BALANCED -> emptiest(roomy.isEmpty() ? zones : roomy, crowd);
      case ANY -> roomy.isEmpty() ? emptiest(zones, crowd) : roomy.get(0);
      case ANY_SINGLE_ZONE ->
          group.counting().stream()
              .map(Member::zone)
              .findFirst()
              .orElse(roomy.isEmpty() ? zones.get(0) : roomy.get(0));
    };
  }

  /** Takes a place for an instance in its zone. */
  Result take(Member member) {
    Group group = member.group();
    InstanceProperties properties = member.template().properties();
    String zone = member.zone();
    Optional<CreationError> objection =
        objections.against(
            new LaunchAttempt(
                group.project(),
                group.name(),
                member.name(),
                properties.machineType(),
                zone,
                properties.provisioning()));
    if (objection.isPresent()) {
      return new Refused(objection.get());
    }
    Optional<MachineType> type = types.in(zone, properties.machineType());
    if (type.isEmpty()) {
      return new Refused(
          CreationError.unknownMachineType(group.project(), zone, properties.machineType()));
    }
    Optional<CreationError> tooMuch =
        quotas.exceeded(
            new Location(zone, true).region(), Instance.quotaNeeds(type.get(), properties));
    if (tooMuch.isPresent()) {
      return new Refused(tooMuch.get());
    }
    if (room(zone, member.template()) < 1) {
      return new Refused(CreationError.outOfCapacity(group.project(), zone));
    }
    needs(properties).forEach(need -> need.take(capacity, zone, properties.provisioning()));
    return new Place(member.template(), type.get(), zone);
  }

  /** Gives the place of an instance back. */
  static void giveBack(Capacity capacity, Instance instance) {
    giveBack(capacity, instance.template().properties(), instance.zone());
  }

  /** Gives a place back that wasn't used. */
  void giveBack(Place place) {
    giveBack(capacity, place.template().properties(), place.zone());
  }

  private static void giveBack(Capacity capacity, InstanceProperties properties, String zone) {
    needs(properties).forEach(need -> need.giveBack(capacity, zone, properties.provisioning()));
  }

  /** How many instances of a template a zone can still give. */
  private int room(String zone, InstanceTemplate template) {
    InstanceProperties properties = template.properties();
    if (types.in(zone, properties.machineType()).isEmpty()) {
      return 0;
    }
    return needs(properties).stream()
        .mapToInt(
            need ->
                capacity.left(need.thing, zone, properties.provisioning().isSpot()) / need.amount)
        .min()
        .orElse(0);
  }

  /** Machines come from the pool of their type, attached accelerators from one of their own. */
  private static List<Need> needs(InstanceProperties properties) {
    List<Need> needs = new ArrayList<>();
    needs.add(new Need(properties.machineType(), 1));
    properties.accelerators().forEach(each -> needs.add(new Need(each.type(), each.count())));
    return needs;
  }

  private static int waiting(Group group, String zone) {
    return (int)
        group.members().stream()
            .filter(member -> member.zone().equals(zone) && member.wantsMachine())
            .count();
  }

  private static Map<String, Integer> occupants(Group group) {
    Map<String, Integer> occupants = new HashMap<>();
    group.counting().forEach(member -> occupants.merge(member.zone(), 1, Integer::sum));
    return occupants;
  }

  private static String emptiest(List<String> zones, ToIntFunction<String> crowd) {
    return zones.stream().min(Comparator.comparingInt(crowd)).orElseThrow();
  }

  private record Need(String thing, int amount) {

    void take(Capacity capacity, String zone, Provisioning how) {
      capacity.take(thing, zone, how.isSpot(), amount);
    }

    void giveBack(Capacity capacity, String zone, Provisioning how) {
      capacity.giveBack(thing, zone, how.isSpot(), amount);
    }
  }
}
