package io.gpupool.cli;

import com.google.gson.JsonObject;
import io.gpupool.clouds.catalog.Catalog;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gpupool emulate}: the emulated clouds alone, for any client. */
@Command(
    name = "emulate",
    description = "Starts emulated clouds on this machine, for any client, until stopped.",
    footer = {
      "",
      "Prints a line per cloud: its name and its URL. Any credentials are accepted:",
      "  AWS_ENDPOINT_URL=URL AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any \\",
      "    AWS_DEFAULT_REGION=us-east-1 aws autoscaling describe-auto-scaling-groups",
      "  curl URL/compute/v1/projects/my-project/aggregated/instanceGroupManagers",
      "  curl URL/subscriptions/11111111-2222-3333-4444-555555555555/providers\\",
      "    /Microsoft.Compute/virtualMachineScaleSets?api-version=2025-04-01"
    })
final class Emulate implements Callable<Integer> {

  private static final int HIGHEST_PORT = 65_535;

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(
      names = "--ports",
      split = ",",
      paramLabel = "CLOUD=PORT",
      description =
          "Ports to listen on, such as aws=5000,gcp=5001,azure=5002. Any free port by default.")
  private Map<String, Integer> ports = Map.of();

  @Option(names = "--json", description = "Prints one JSON object instead of lines.")
  private boolean json;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "What ids are made from. ${DEFAULT-VALUE} by default.")
  private long seed;

  @Override
  public Integer call() throws InterruptedException {
    if (!ports.isEmpty()) {
      CloudNames.check(spec.commandLine(), "--ports", List.copyOf(ports.keySet()));
    }
    ports.forEach(
        (cloud, port) -> {
          if (port < 0 || port > HIGHEST_PORT) {
            throw new ParameterException(
                spec.commandLine(),
                "--ports: found %s=%d; expected a port from 0 to %d"
                    .formatted(cloud, port, HIGHEST_PORT));
          }
        });
    EmulatedClouds clouds =
        EmulatedClouds.start(
            CloudNames.SERVED, Catalog.load(), InstantSource.system(), seed, ports);
    UntilStopped.run(() -> tell(clouds), clouds::close);
    return ExitCode.OK;
  }

  private void tell(EmulatedClouds clouds) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonObject object = new JsonObject();
      clouds.endpoints().forEach((cloud, url) -> object.addProperty(cloud, url.toString()));
      out.println(object);
    } else {
      clouds.endpoints().forEach((String cloud, URI url) -> out.println(cloud + " " + url));
    }
    out.flush();
  }
}
