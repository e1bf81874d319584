package io.gpupool.fleet;

import io.gpupool.clouds.api.Cloud;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.ProviderId;
import java.util.List;
import java.util.Random;

/** A cloud for random schedules, with what happens in it beside what it is asked to do. */
interface StormyCloud extends AutoCloseable {

  /** A way to it, which whoever has it closes. */
  Cloud adapter();

  /** A group whose instances are all running. */
  NodeGroupId addGroup(String name, int min, int max, int target);

  /** Something happens to a group's machines: they come, boot, fail to come, or are seen to go. */
  void act(NodeGroupId group, Random random);

  /** Whether it refuses everything. */
  void turn(boolean off);

  /** Whether it carries out changes and doesn't say so. */
  void loseAnswersOfWrites(boolean loses);

  /** The next call, or the next change, is refused for being too much. */
  void throttleNext(Random random);

  /** No trouble any more, and machines for everyone. */
  void calmDown();

  /** The target that it has itself. */
  int target(NodeGroupId group);

  /** The instances that it has itself and that aren't on their way out. */
  List<ProviderId> live(NodeGroupId group);

  /** How many times it was asked anything. */
  int calls();

  @Override
  void close();
}
