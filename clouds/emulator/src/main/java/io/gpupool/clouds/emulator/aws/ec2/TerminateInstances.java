package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.Instance;
import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Ends instances behind their groups' backs; the groups notice and replace them. */
final class TerminateInstances implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of("Force", "InstanceId", "SkipOsShutdown");
  }

  @Override
  public void perform(Request request, Xml result) {
    List<Instance> instances = InstanceIds.read(request);
    if (instances.isEmpty()) {
      throw request.parameters().missing("InstanceId");
    }
    List<Change> changes = new ArrayList<>();
    for (Instance instance : instances) {
      Instance.Machine before = instance.machine();
      request.region().machines().kill(instance, request.now());
      changes.add(new Change(instance, before));
    }
    result.list("instancesSet", changes, TerminateInstances::write);
  }

  private static void write(Xml xml, Change change) {
    xml.text("instanceId", change.instance.id())
        .element("currentState", state -> InstanceXml.writeState(state, change.instance.machine()))
        .element("previousState", state -> InstanceXml.writeState(state, change.before));
  }

  private record Change(Instance instance, Instance.Machine before) {}
}
