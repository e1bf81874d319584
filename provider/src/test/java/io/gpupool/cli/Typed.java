package io.gpupool.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What became of a command that was typed.
 *
 * @param exitCode what the shell gets
 * @param out what was printed
 * @param err what was complained
 */
record Typed(int exitCode, String out, String err) {

  /** Runs a command in this process, through the command line's own entry. */
  static Typed command(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Typed(exitCode, out.toString(), err.toString());
  }
}
