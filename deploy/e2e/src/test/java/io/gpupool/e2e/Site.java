package io.gpupool.e2e;

import io.gpupool.clouds.emulator.Call;
import io.gpupool.clouds.emulator.Episode;
import java.time.Instant;
import java.util.List;

/** What a scenario wants to know of an emulated cloud, whichever it is, and can do to it. */
interface Site extends AutoCloseable {

  /** Its entry in the server's configuration. */
  String configuration();

  /** A group of machines of a kind that this cloud has, without machines to begin with. */
  void group(String name, Kind kind, int max);

  /** How many machines a group is to have. */
  int target(String group);

  /** How many machines of a group are there to stay. */
  int live(String group);

  /** Every machine that a group has ever had. */
  long everLaunched(String group);

  /** Changes of groups that were carried out since a moment. */
  List<Call> changesSince(Instant moment);

  /** All machines that ever were. */
  List<Host> hosts();

  /** Nothing is answered until the episode is closed. */
  Episode dark();

  /** No machine of the group can be had until the episode is closed. */
  Episode soldOut(String group);

  /** Whether every group has no more machines than its minimum. */
  boolean isEmpty();

  /** How it is, for people. */
  String told();

  @Override
  void close();
}
