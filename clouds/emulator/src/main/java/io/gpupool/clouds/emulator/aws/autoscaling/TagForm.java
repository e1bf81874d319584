package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.GroupTag;
import io.gpupool.clouds.emulator.aws.wire.Parameters;

/** Reads one tag, the type {@code Tag} of the API. */
final class TagForm {

  private TagForm() {}

  static GroupTag read(Parameters form) {
    form.knowing("Tags", "Key", "PropagateAtLaunch", "ResourceId", "ResourceType", "Value");
    return new GroupTag(
        form.required("Key"),
        form.text("Value").orElse(""),
        form.flag("PropagateAtLaunch").orElse(true));
  }
}
