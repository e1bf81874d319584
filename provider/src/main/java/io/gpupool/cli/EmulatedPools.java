package io.gpupool.cli;

import io.gpupool.rehearsal.Machine;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** An emulated cloud with GPU pools in it. */
interface EmulatedPools extends AutoCloseable {

  /** The cloud's name, with which ids of its groups begin. */
  String cloud();

  /** Where it listens. */
  URI endpoint();

  /** How many calls it has answered since they were last forgotten. */
  int calls();

  /** Forgets calls, and what else is over since some time, which would grow with a long run. */
  void forget(Instant before);

  /** Every machine that ever was. */
  List<Machine> machines();

  /** What a machine of a group, which is one of this cloud's, costs by list price. */
  double usdPerHour(String group);

  /**
   * What a configuration file says under the cloud's name to manage these pools, a line for each
   * key.
   */
  List<String> configuration();

  @Override
  void close();
}
