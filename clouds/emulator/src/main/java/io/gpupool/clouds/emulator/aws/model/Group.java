package io.gpupool.clouds.emulator.aws.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An Auto Scaling group. */
public final class Group {

  private final String account;
  private final String region;
  private final String name;
  private final String arn;
  private final Instant created;
  private final Map<String, GroupTag> tags = new LinkedHashMap<>();
  private final List<Instance> members = new ArrayList<>();
  private final ActivityHistory history = new ActivityHistory();

  private GroupSettings settings;
  private Life life = Life.THERE;

  /** What has been asked of it since it last looked at itself, as sentences of a cause. */
  private final List<String> reasons = new ArrayList<>();

  private final TreeSet<String> suspended = new TreeSet<>();
  private Optional<WarmPool> warmPool = Optional.empty();
  private boolean protectsNew;
  private int unhealthyToReplace;
  private long looks;

  Group(
      String account,
      String region,
      String name,
      String uuid,
      GroupSettings settings,
      Instant created) {
    this.account = account;
    this.region = region;
    this.name = name;
    this.arn =
        "arn:aws:autoscaling:"
            + region
            + ":"
            + account
            + ":autoScalingGroup:"
            + uuid
            + ":autoScalingGroupName/"
            + name;
    this.settings = settings;
    this.created = created;
  }

  private enum Life {
    THERE,
    BEING_DELETED,
    DELETED
  }

  /** The account that owns it. */
  public String account() {
    return account;
  }

  /** The region that it is in. */
  public String region() {
    return region;
  }

  /** Its name, unique in its account and region. */
  public String name() {
    return name;
  }

  /** Its name in all of AWS. */
  public String arn() {
    return arn;
  }

  /** When it was made. */
  public Instant created() {
    return created;
  }

  /** What its owner has decided. */
  public GroupSettings settings() {
    return settings;
  }

  /** Its tags, in the order in which they were made. */
  public Collection<GroupTag> tags() {
    return List.copyOf(tags.values());
  }

  /** Its tag with a key, if there is one. */
  public Optional<GroupTag> tag(String key) {
    return Optional.ofNullable(tags.get(key));
  }

  /** Its instances, those being launched and terminated included, oldest first. */
  public List<Instance> members() {
    return List.copyOf(members);
  }

  /** The instances that count toward its size. */
  public List<Instance> live() {
    return members.stream().filter(Instance::isLive).toList();
  }

  /** What it did. */
  public ActivityHistory history() {
    return history;
  }

  /** Whether it goes away as soon as its instances have. */
  public boolean isBeingDeleted() {
    return life == Life.BEING_DELETED;
  }

  /** Whether it is no more. */
  public boolean isDeleted() {
    return life == Life.DELETED;
  }

  /** The processes that somebody has suspended. */
  public Set<String> suspended() {
    return Set.copyOf(suspended);
  }

  boolean isSuspended(String process) {
    return suspended.contains(process);
  }

  /** Suspends processes. */
  public void suspend(Collection<String> processes) {
    suspended.addAll(processes);
  }

  /** Resumes processes. */
  public void resume(Collection<String> processes) {
    suspended.removeAll(processes);
  }

  /** Whether instances that it launches are protected from its shrinking. */
  public boolean protectsNew() {
    return protectsNew;
  }

  /** Protects what it launches from now on, or doesn't. */
  public void protectNew(boolean protect) {
    protectsNew = protect;
  }

  /** Its warm pool, if it has one. */
  public Optional<WarmPool> warmPool() {
    return warmPool;
  }

  /** Gives it a warm pool. */
  public void give(WarmPool pool) {
    warmPool = Optional.of(pool);
  }

  void decide(GroupSettings newSettings) {
    settings = newSettings;
  }

  /** Gives it a tag, or another value to one that it has. */
  public void tag(GroupTag tag) {
    tags.put(tag.key(), tag);
  }

  void add(Instance instance) {
    members.add(instance);
  }

  void remove(Instance instance) {
    members.remove(instance);
  }

  void beginDeletion() {
    life = Life.BEING_DELETED;
  }

  void deleted() {
    life = Life.DELETED;
  }

  void remember(String reason) {
    reasons.add(reason);
  }

  List<String> takeReasons() {
    List<String> taken = List.copyOf(reasons);
    reasons.clear();
    return taken;
  }

  void replaceOneMore() {
    unhealthyToReplace++;
  }

  /** Whether the next launch is for an instance that died. */
  boolean takeReplacement() {
    if (unhealthyToReplace == 0) {
      return false;
    }
    unhealthyToReplace--;
    return true;
  }

  void forgetReplacements() {
    unhealthyToReplace = 0;
  }

  /** Begins a look at itself, which makes a retry that an earlier look has planned void. */
  long beginLook() {
    return ++looks;
  }

  boolean isLatestLook(long look) {
    return looks == look;
  }
}
