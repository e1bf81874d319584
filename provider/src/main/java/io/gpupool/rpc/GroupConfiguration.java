package io.gpupool.rpc;

import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.clouds.api.SizeLimits;
import io.gpupool.fleet.FleetSnapshot;
import io.gpupool.fleet.GroupView;
import io.gpupool.template.NodeTemplate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is configured for groups, as far as the wire needs it. Asked thousands of times in every
 * loop, so answered from memory.
 */
public interface GroupConfiguration {

  /** The label by which GPU nodes are recognised. */
  String gpuLabel();

  /** What a new node of the group will look like, if its cloud has said. */
  Optional<NodeTemplate> template(GroupView view);

  /** What is wanted of the group otherwise than the autoscaler has it. */
  OptionOverrides overrides(GroupView view);

  /**
   * The sizes that groups may have at the moment, by id; one that is missing may have those of its
   * cloud. The same object as long as nothing changes.
   */
  default Map<String, SizeLimits> limits(FleetSnapshot fleet) {
    return Map.of();
  }

  /** The time by which nodes are young or old. */
  Instant now();
}
