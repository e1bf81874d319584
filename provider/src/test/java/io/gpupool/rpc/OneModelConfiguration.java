package io.gpupool.rpc;

import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.api.OptionOverrides;
import io.gpupool.fleet.GroupView;
import io.gpupool.template.NodeTemplate;
import io.gpupool.template.TemplateBuilder;
import io.gpupool.template.TemplateOverlay;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A configuration in which every GPU is of one model, and whose options a test can change. */
public final class OneModelConfiguration implements GroupConfiguration {

  public static final String GPU_LABEL = "gpupool.io/accelerator";

  private final TemplateBuilder templates =
      new TemplateBuilder(GPU_LABEL, (cloud, machine) -> "nvidia-h100-80gb");
  private final Map<NodeGroupId, OptionOverrides> overrides;
  private final InstantSource clock;

  /**
   * @param overrides read at every question
   */
  public OneModelConfiguration(Map<NodeGroupId, OptionOverrides> overrides, InstantSource clock) {
    this.overrides = overrides;
    this.clock = clock;
  }

  @Override
  public String gpuLabel() {
    return GPU_LABEL;
  }

  @Override
  public Optional<NodeTemplate> template(GroupView view) {
    return view.shape().map(shape -> templates.build(view.id(), shape, TemplateOverlay.NONE));
  }

  @Override
  public OptionOverrides overrides(GroupView view) {
    OptionOverrides declared =
        view.shape().map(shape -> shape.declared().options()).orElse(OptionOverrides.NONE);
    return overrides.getOrDefault(view.id(), OptionOverrides.NONE).orElse(declared);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
