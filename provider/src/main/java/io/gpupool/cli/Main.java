package io.gpupool.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** {@code gpupool}: the command line's entry. */
@Command(
    name = "gpupool",
    description = "GPU node groups of several clouds behind one Cluster Autoscaler.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = Main.Version.class,
    subcommands = {
      Demo.class,
      Serve.class,
      Emulate.class,
      Bench.class,
      Certificates.class,
      Schema.class,
      HelpCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs a command and exits with its code: 0 for success, 1 for failure, 2 for bad input. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpAutoWidth(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command
                  .getErr()
                  .println(command.getColorScheme().errorText("gpupool: " + failure.getMessage()));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"gpupool " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
