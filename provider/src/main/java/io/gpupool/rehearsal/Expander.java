package io.gpupool.rehearsal;

import io.gpupool.rehearsal.LeastWaste.Option;
import java.util.List;
import java.util.Optional;

/** A way of choosing the group to enlarge. */
@FunctionalInterface
interface Expander {

  /** The best of some options; empty if none shall be taken in this loop. */
  Optional<Option> best(List<Option> options);
}
