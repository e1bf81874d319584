package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplate;
import io.gpupool.clouds.emulator.aws.model.LaunchTemplateData;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Makes a launch template with its first version. */
final class CreateLaunchTemplate implements Action {

  private static final String NAME = "[a-zA-Z0-9().\\-/_]{3,128}";

  @Override
  public Set<String> parameters() {
    return Set.of(
        "ClientToken",
        "LaunchTemplateData",
        "LaunchTemplateName",
        "TagSpecification",
        "VersionDescription");
  }

  @Override
  public void perform(Request request, Xml result) {
    Parameters parameters = request.parameters();
    String name = parameters.required("LaunchTemplateName");
    if (!name.matches(NAME)) {
      throw new AwsException(
          400,
          "InvalidLaunchTemplateName.MalformedException",
          "A launch template name must be between 3 and 128 characters, and may contain letters,"
              + " numbers, and the following characters: - ( ) . / _.");
    }
    Parameters data =
        parameters
            .structure("LaunchTemplateData")
            .orElseThrow(() -> parameters.missing("LaunchTemplateData"));
    LaunchTemplate template =
        request
            .region()
            .templates()
            .create(
                name,
                parameters.text("VersionDescription").orElse(""),
                new LaunchTemplateData(data.flat()),
                tags(parameters),
                request.now());
    result.element("launchTemplate", xml -> LaunchTemplateXml.write(xml, request, template));
  }

  private static Map<String, String> tags(Parameters parameters) {
    Map<String, String> tags = new HashMap<>();
    for (Parameters specification : parameters.structures("TagSpecification")) {
      for (Parameters tag : specification.structures("Tag")) {
        tags.put(tag.required("Key"), tag.text("Value").orElse(""));
      }
    }
    return tags;
  }
}
