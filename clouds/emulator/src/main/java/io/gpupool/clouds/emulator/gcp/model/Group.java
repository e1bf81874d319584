package io.gpupool.clouds.emulator.gcp.model;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A managed instance group, zonal or regional. */
public final class Group {

  private static final int ERRORS_KEPT = 1_000;

  private final String project;
  private final Location location;
  private final String name;
  private final String id;
  private final Instant created;
  private final TreeMap<String, Member> members = new TreeMap<>();
  private final Deque<RecordedError> errors = new ArrayDeque<>();

  private GroupSettings settings;
  private String fingerprint;
  private int targetSize;
  private int targetSuspendedSize;
  private boolean beingDeleted;

  Group(
      String project,
      Location location,
      String name,
      String id,
      String fingerprint,
      GroupSettings settings,
      Instant created) {
    this.project = project;
    this.location = location;
    this.name = name;
    this.id = id;
    this.fingerprint = fingerprint;
    this.settings = settings;
    this.created = created;
  }

  /** Whose it is. */
  public String project() {
    return project;
  }

  /** Where it is. */
  public Location location() {
    return location;
  }

  /** Its name, unique in its project and location. */
  public String name() {
    return name;
  }

  /** Its number. */
  public String id() {
    return id;
  }

  /** When it was made. */
  public Instant created() {
    return created;
  }

  /** What its owner has decided. */
  public GroupSettings settings() {
    return settings;
  }

  /** Changes with the settings. */
  public String fingerprint() {
    return fingerprint;
  }

  /** How many instances it is to have. */
  public int targetSize() {
    return targetSize;
  }

  /** How many suspended instances it is to have beside these. */
  public int targetSuspendedSize() {
    return targetSuspendedSize;
  }

  /** Such as {@code projects/p/zones/us-central1-a/instanceGroupManagers/g}. */
  public String path() {
    return "projects/" + project + "/" + location.path() + "/instanceGroupManagers/" + name;
  }

  /** Its managed instances, by name. */
  public Collection<Member> members() {
    return Collections.unmodifiableCollection(members.values());
  }

  /** The managed instance of a name, if there is one. */
  public Optional<Member> member(String instance) {
    return Optional.ofNullable(members.get(instance));
  }

  /** What went wrong lately, newest first. */
  public Collection<RecordedError> errors() {
    return Collections.unmodifiableCollection(errors);
  }

  /** How many managed instances it does what about. */
  public Map<Member.Action, Integer> actions() {
    Map<Member.Action, Integer> counts = new EnumMap<>(Member.Action.class);
    members.values().forEach(member -> counts.merge(member.action(), 1, Integer::sum));
    return counts;
  }

  /** Whether it has nothing left to do. */
  public boolean isStable() {
    return !beingDeleted
        && members.values().stream().allMatch(member -> member.action() == Member.Action.NONE);
  }

  /** Whether it goes away as soon as its instances have. */
  public boolean isBeingDeleted() {
    return beingDeleted;
  }

  List<Member> counting() {
    return members.values().stream().filter(Member::counts).toList();
  }

  void decide(GroupSettings newSettings, String newFingerprint) {
    settings = newSettings;
    fingerprint = newFingerprint;
  }

  void target(int size) {
    targetSize = Math.max(0, size);
  }

  void targetSuspended(int size) {
    targetSuspendedSize = Math.max(0, size);
  }

  void add(Member member) {
    members.put(member.name(), member);
  }

  void remove(Member member) {
    members.remove(member.name(), member);
  }

  void beginDeletion() {
    beingDeleted = true;
  }

  void record(RecordedError error) {
    errors.addFirst(error);
    if (errors.size() > ERRORS_KEPT) {
      errors.removeLast();
    }
  }
}
