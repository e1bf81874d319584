package io.gpupool.conformance;

import io.gpupool.clouds.emulator.CallLog;
import io.gpupool.clouds.emulator.Faults;
import io.gpupool.fleet.CloudEntry;
import java.time.Duration;
import java.util.List;

/** An emulated cloud with the real adapter before it, for tests that are about any cloud. */
interface CloudUnderTest extends AutoCloseable {

  /** What the fleet consists of, each read as often as said. */
  List<CloudEntry> entries(Duration refresh);

  /** Adds a group that will be found, in the first of the cloud's places. */
  void addGroup(String name, int min, int max, int size);

  /** The id of such a group. */
  String id(String group);

  /** What the cloud itself wants such a group to have. */
  int desired(String group);

  /** Somebody sets that by hand. */
  void setDesired(String group, int size);

  /** Somebody deletes the group. */
  void deleteGroup(String group);

  /** Provider ids of a group's instances that are there to stay. */
  List<String> instances(String group);

  /** From now on no launch of the group succeeds. */
  void runOutOfCapacity(String group);

  /** A part of what the cloud says then. */
  String wordsForNoCapacity();

  /** From now on every launch fails with a text that nobody knows. */
  void failLaunches(String message);

  /** The code that such a failure has. */
  default String codeForTheUnknown() {
    return "OTHER";
  }

  /** From now on sizes may not be changed; returns a permission that is missing then. */
  String forbidResizing();

  /** What the call log says of calls that change sizes. */
  List<String> resizing();

  /** What the call log says of calls that give up slots that no instance fills. */
  List<String> givingUp();

  /** What the call log says of calls that end instances. */
  List<String> ending();

  /** How many instances it was asked to end, each as often as it was asked. */
  int endings();

  Faults faults();

  CallLog calls();

  @Override
  void close();
}
