package io.gpupool.clouds.emulator.aws.sts;

import io.gpupool.clouds.emulator.aws.service.Action;
import io.gpupool.clouds.emulator.aws.service.Request;
import io.gpupool.clouds.emulator.aws.wire.Xml;
import java.util.Set;

/** Whose credentials the caller has. */
final class GetCallerIdentity implements Action {

  @Override
  public Set<String> parameters() {
    return Set.of();
  }

  @Override
  public void perform(Request request, Xml result) {
    result
        .text("Arn", request.caller().arn())
        .text("UserId", request.caller().userId())
        .text("Account", request.caller().account());
  }
}
