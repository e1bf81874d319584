package io.gpupool.clouds.contract;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.NodeGroupId;
import java.time.Duration;
import java.time.Instant;

/** A cloud with a hand in it: what {@link CloudContract} needs in order to test an adapter. */
public interface ContractWorld extends AutoCloseable {

  /** The adapter under test. */
  Cloud cloud();

  /** A second adapter for the same cloud, as after a restart. */
  Cloud anotherCloud();

  /** A group whose instances have all booted, and which the adapter will see. */
  NodeGroupId createGroup(String name, int min, int max, int target);

  /** The id of a group that doesn't exist. */
  NodeGroupId unknownGroup();

  /** The time in the cloud. */
  Instant now();

  /** Time passes in the cloud. */
  void pass(Duration time);

  /** Enough time passes for every launch and termination to end, one way or the other. */
  void settle();

  /** From now on the cloud has no machines for the group. */
  void runOutOfCapacity(NodeGroupId group);

  /** Somebody changes the group's target past us, terminating what is too much. */
  void setTargetByHand(NodeGroupId group, int target);

  /** Somebody deletes the group and all that is in it. */
  void deleteGroup(NodeGroupId group);

  /** How many calls have reached the cloud that would change it, refused ones included. */
  int writes();

  /** The ways in which a cloud can be ill. */
  enum Illness {
    /** It asks everybody to slow down. */
    THROTTLING,
    /** It doesn't accept the credentials. */
    CREDENTIALS_REFUSED,
    /** It accepts the credentials but not for writing. */
    WRITES_DENIED,
    /** Connections break before anything is done. */
    RESETS,
    /** Connections are accepted and nothing ever comes back. */
    HANGS,
    /** Something else answers in its place. */
    SPEAKS_HTML,
    /** Its servers fail, in its own words. */
    INTERNAL_ERRORS,
    /** Writes are carried out and their answers get lost. */
    LOSES_ANSWERS_OF_WRITES,
    /** Nobody is there. */
    UNREACHABLE
  }

  /** The cloud falls ill, until {@link #heal}. */
  void ail(Illness illness);

  /** The cloud is well again. */
  void heal();

  @Override
  void close();
}
