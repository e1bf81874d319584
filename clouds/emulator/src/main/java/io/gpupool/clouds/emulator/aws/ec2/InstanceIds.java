package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.model.Instance;
import io.gpupool.clouds.emulator.aws.service.Request;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** The parameter {@code InstanceId}: instances that have to exist. */
final class InstanceIds {

  private static final String WELL_FORMED = "i-[0-9a-f]{8}([0-9a-f]{9})?";

  private InstanceIds() {}

  /** The instances that a request names, each once, in its order; empty if it names none. */
  static List<Instance> read(Request request) {
    List<Instance> instances = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String id : new LinkedHashSet<>(request.parameters().texts("InstanceId"))) {
      if (!id.matches(WELL_FORMED)) {
        throw new AwsException(400, "InvalidInstanceID.Malformed", "Invalid id: \"" + id + "\"");
      }
      request
          .region()
          .machines()
          .identified(id)
          .filter(instance -> instance.isVisible(request.now()))
          .ifPresentOrElse(instances::add, () -> unknown.add(id));
    }
    if (unknown.size() == 1) {
      throw notFound("The instance ID '" + unknown.get(0) + "' does not exist");
    }
    if (!unknown.isEmpty()) {
      throw notFound("The instance IDs '" + String.join(", ", unknown) + "' do not exist");
    }
    return instances;
  }

  private static AwsException notFound(String text) {
    return new AwsException(400, "InvalidInstanceID.NotFound", text);
  }
}
