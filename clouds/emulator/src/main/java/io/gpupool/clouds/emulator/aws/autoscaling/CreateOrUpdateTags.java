package io.gpupool.clouds.emulator.aws.autoscaling;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Groups;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.List;
import java.util.Set;

/** Gives groups tags, or other values to tags that they have. */
final class CreateOrUpdateTags implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("Tags");
  }

  @Override
  public void perform(Request request, Xml result) {
    List<Parameters> tags = request.parameters().structures("Tags");
    if (tags.isEmpty()) {
      throw request.parameters().missing("Tags");
    }
    Groups groups = request.region().groups();
    for (Parameters tag : tags) {
      String type = tag.text("ResourceType").orElse("auto-scaling-group");
      if (!type.equals("auto-scaling-group")) {
        throw AwsException.validation(
            "The resource type " + type + " is not valid; expected auto-scaling-group");
      }
      TagForm.read(tag);
      groups.taggable(tag.required("ResourceId"));
    }
    for (Parameters tag : tags) {
      groups.taggable(tag.required("ResourceId")).tag(TagForm.read(tag));
    }
  }
}
