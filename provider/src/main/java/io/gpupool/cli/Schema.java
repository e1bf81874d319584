package io.gpupool.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.gpupool.config.ConfigReference;
import io.gpupool.config.ConfigSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gpupool schema}: what the configuration file may say, for editors and for people. */
@Command(
    name = "schema",
    description = {
      "Prints what the configuration file may say: a JSON Schema, by which editors complete and"
          + " check the file."
    })
final class Schema implements Callable<Integer> {

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Option(names = "--reference", description = "Print a page for people instead, in Markdown.")
  private boolean reference;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(reference ? ConfigReference.asMarkdown() : GSON.toJson(ConfigSchema.asJson()) + "\n");
    out.flush();
    return ExitCode.OK;
  }
}
