package io.gpupool.clouds.aws;

import io.gpupool.clouds.api.ReadingProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;

/** Machine images: for which processors they are, and how large their root disk is. */
final class Images {

  private static final long GIB = 1L << 30;

  /**
   * What an image says.
   *
   * @param architecture in EC2's words
   * @param rootDevice such as {@code /dev/xvda}
   * @param rootDiskBytes the disk's size unless a template wants another
   */
  record Content(String architecture, String rootDevice, OptionalLong rootDiskBytes) {}

  private final Ec2Client ec2;

  Images(Ec2Client ec2) {
    this.ec2 = ec2;
  }

  /** What an image says, if it is there and may be seen. */
  Optional<Content> read(String imageId, List<ReadingProblem> problems) {
    return Optional.ofNullable(
        Questions.ask(
                List.of(imageId),
                this::describe,
                "is a machine image that AWS doesn't find, so launches will fail",
                problems)
            .get(imageId));
  }

  private Map<String, Content> describe(List<String> ids) {
    Map<String, Content> found = new HashMap<>();
    for (Image image : ec2.describeImages(request -> request.imageIds(ids)).images()) {
      String root = image.rootDeviceName() == null ? "" : image.rootDeviceName();
      found.put(
          image.imageId(),
          new Content(
              image.architectureAsString(),
              root,
              image.blockDeviceMappings().stream()
                  .filter(mapping -> root.equals(mapping.deviceName()))
                  .filter(mapping -> mapping.ebs() != null && mapping.ebs().volumeSize() != null)
                  .mapToLong(mapping -> mapping.ebs().volumeSize() * GIB)
                  .findFirst()));
    }
    return found;
  }
}
