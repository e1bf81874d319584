package io.gpupool.config;

import java.util.List;
import java.util.Objects;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in a person's words why a text isn't YAML. */
final class YamlSyntax {

  private static final List<Diagnosis> DIAGNOSES =
      List.of(
          noticed("\\t(TAB)", "", "a tab", "spaces: YAML has no tabs before a value"),
          noticed(
              "cannot start any token",
              "",
              "a value that begins with a character that YAML reserves",
              "quotes around it"),
          begun("", "an alias", "a value that begins with '*'", "quotes around it"),
          begun("", "an anchor", "a value that begins with '&'", "quotes around it"),
          begun("end of stream", "scalar", "a quote that nothing closes", "the same at its end"),
          begun(
              "could not find expected ':'",
              "",
              "a key without a colon",
              "a colon and a space after it"),
          begun("", "a block scalar", "a value that begins with | or >", "quotes around it"),
          noticed(
              "sequence entries are not allowed",
              "",
              "an item of a list where none can stand",
              "a line of its own for it, or quotes around a text that begins with a dash"),
          noticed(
              "escape",
              "",
              "a backslash that begins no escape",
              "single quotes around the text, or two backslashes"),
          noticed(
              "mapping values are not allowed",
              "",
              "a colon where no key can stand",
              "a key in line with those beside it, or quotes around a text with a colon in it"),
          noticed(
              "expected <block end>",
              "",
              "something that doesn't fit into the block that begins at %s",
              "the indentation of its neighbours, and one value for each key"),
          noticed(
              "expected the node content",
              "",
              "a sign of YAML's own where a value is due",
              "a value, with quotes around a text that begins with one of [ ] { } , :"),
          noticed(
              "',' or ']'",
              "",
              "no end of the list that begins at %s",
              "a comma or ']', and quotes around a text with [ ] { } or , in it"),
          noticed(
              "',' or '}'",
              "",
              "no end of the mapping that begins at %s",
              "a comma or '}', and quotes around a text with [ ] { } or , in it"));

  private YamlSyntax() {}

  /**
   * Adds one problem for what the parser threw.
   *
   * @param reached how far the parser had come, in case the exception doesn't say
   */
  static void report(RuntimeException thrown, Position reached, Problems problems) {
    if (!(thrown instanceof MarkedYamlEngineException broken)) {
      problems.add(reached, "", "something here or soon after that isn't YAML", "valid YAML");
      return;
    }
    Position noticed = broken.getProblemMark().map(Position::of).orElse(reached);
    Position begun = broken.getContextMark().map(Position::of).orElse(noticed);
    String problem = Objects.requireNonNullElse(broken.getProblem(), "");
    String context = Objects.requireNonNullElse(broken.getContext(), "");
    for (Diagnosis diagnosis : DIAGNOSES) {
      if (problem.contains(diagnosis.problem) && context.contains(diagnosis.context)) {
        problems.add(
            diagnosis.whereItBegan ? begun : noticed,
            "",
            diagnosis.found.formatted(begun),
            diagnosis.expected);
        return;
      }
    }
    problems.add(
        noticed, "", "something that isn't YAML, namely: " + firstLine(problem), "valid YAML");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private static Diagnosis noticed(String problem, String context, String found, String expected) {
    return new Diagnosis(problem, context, false, found, expected);
  }

  private static Diagnosis begun(String problem, String context, String found, String expected) {
    return new Diagnosis(problem, context, true, found, expected);
  }

  /**
   * What to say when the parser's words contain certain others.
   *
   * @param problem part of what the parser says it met
   * @param context part of what it says it was reading
   * @param whereItBegan whether to point at the beginning of what was being read
   * @param found may hold one place for where that began
   */
  private record Diagnosis(
      String problem, String context, boolean whereItBegan, String found, String expected) {}
}
