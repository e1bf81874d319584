package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.MachineImage;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Machine images by id. */
final class DescribeImages implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("ImageId");
  }

  @Override
  public void perform(Request request, Xml result) {
    List<String> ids = request.parameters().texts("ImageId");
    List<MachineImage> found = new ArrayList<>();
    for (String id : ids) {
      found.add(
          request
              .world()
              .images()
              .identified(id)
              .orElseThrow(
                  () ->
                      new AwsException(
                          400,
                          "InvalidAMIID.NotFound",
                          "The image id '[" + id + "]' does not exist")));
    }
    result.list(
        "imagesSet", ids.isEmpty() ? request.world().images().all() : found, DescribeImages::write);
  }

  private static void write(Xml xml, MachineImage image) {
    xml.text("imageId", image.id())
        .text("imageState", "available")
        .text("architecture", image.architecture())
        .text("imageType", "machine")
        .text("rootDeviceType", "ebs")
        .text("rootDeviceName", MachineImage.ROOT_DEVICE)
        .text("virtualizationType", "hvm")
        .list(
            "blockDeviceMapping",
            List.of(image),
            (mapping, each) ->
                mapping
                    .text("deviceName", MachineImage.ROOT_DEVICE)
                    .element("ebs", ebs -> ebs.text("volumeSize", each.rootVolumeGib())));
  }
}
