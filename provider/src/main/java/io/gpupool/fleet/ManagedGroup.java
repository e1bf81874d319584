package io.gpupool.fleet;

import io.gpupool.clouds.api.NodeGroupId;

/** The mutable place of one group in {@link FleetState}; everything is guarded by its monitor. */
final class ManagedGroup {

  private EntryWatch watch;
  private final WriteQueue writes;
  private GroupState state;
  private GroupView view;
  private boolean vanished;
  private boolean callInProgress;
  private long lastWrite;

  ManagedGroup(EntryWatch watch, GroupState state) {
    this.watch = watch;
    this.writes = watch.newWriteQueue();
    this.state = state;
    this.view = viewOf(state);
  }

  NodeGroupId id() {
    return state.reading().id();
  }

  EntryWatch watch() {
    return watch;
  }

  /** Another entry has it from now on. */
  void handTo(EntryWatch other) {
    watch = other;
  }

  WriteQueue writes() {
    return writes;
  }

  GroupState state() {
    return state;
  }

  void set(GroupState newState) {
    state = newState;
    GroupView shown = vanished ? viewOf(newState).vanished() : viewOf(newState);
    if (!shown.equals(view)) {
      view = shown;
    }
  }

  GroupView view() {
    return view;
  }

  boolean isVanished() {
    return vanished;
  }

  /** The cloud has it no longer. It stays, empty, for the rest of the autoscaler's loop. */
  void vanish() {
    vanished = true;
    view = viewOf(state).vanished();
  }

  /** The cloud has it again. */
  void reappear() {
    vanished = false;
    view = viewOf(state);
  }

  /** A call that may change the group in its cloud begins. */
  void beginCall() {
    callInProgress = true;
  }

  /** It is over; {@code write} is its number among all writes. */
  void endCall(long write) {
    callInProgress = false;
    lastWrite = write;
  }

  /**
   * Whether a reading that began when {@code writesBefore} writes had ended can be believed: not if
   * a write was under way at any time since, for it may have seen the group before that.
   */
  boolean believes(long writesBefore) {
    return !callInProgress && lastWrite <= writesBefore;
  }

  private GroupView viewOf(GroupState of) {
    return new GroupView(
        of.reading().id(),
        watch.name(),
        of.reading().limits(),
        of.target(),
        of.members(),
        of.reading().shape(),
        of.billed());
  }
}
