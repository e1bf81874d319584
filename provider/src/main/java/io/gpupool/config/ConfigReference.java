package io.gpupool.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What the configuration file may say, as a page for people. It is made from what the readers ask
 * for.
 */
public final class ConfigReference {

  private static final String OPENING =
      """
      # The configuration file, key by key

      One YAML file configures one server. A key that isn't listed here is refused, and so is a key without a value, a key that is there twice, an anchor, an alias and a tag.
      Texts are taken letter by letter, with quotes or without; numbers and booleans stand without quotes.
      """;

  private final StringBuilder page = new StringBuilder(OPENING);

  private ConfigReference() {}

  /** The page, in Markdown. */
  public static String asMarkdown() {
    ConfigReference reference = new ConfigReference();
    if (RootSection.form(Path.of("")).shape() instanceof Shape.Mapping root) {
      reference.section("", root);
    }
    return reference.page.toString();
  }

  private void section(String path, Shape.Mapping mapping) {
    page.append("\n## ").append(path.isEmpty() ? "The file" : code(path)).append("\n\n");
    for (List<String> keys : mapping.alternatives()) {
      if (keys.size() > 1) {
        List<String> names = keys.stream().map(ConfigReference::code).toList();
        page.append("At least one of ").append(String.join(", ", names)).append(".\n\n");
      }
    }
    page.append("| key | form | default | what it does | example |\n|---|---|---|---|---|\n");
    for (Shape.Field field : mapping.fields()) {
      row(path, field, mapping.alternatives().contains(List.of(field.key().name())));
    }
    for (Shape.Field field : mapping.fields()) {
      if (inner(field.shape()) instanceof Shape.Mapping below) {
        section(below(path, field), below);
      }
    }
  }

  private void row(String path, Shape.Field field, boolean only) {
    Key key = field.key();
    String standard = field.standard().map(value -> code(value.toString())).orElse("");
    String form = cell(field.form());
    if (inner(field.shape()) instanceof Shape.Mapping) {
      String below = below(path, field);
      String what = field.shape() instanceof Shape.Mapping ? "a mapping: " : "a list: ";
      form = what + "[" + code(below) + "](#" + anchor(below) + ")";
    }
    page.append("| ")
        .append(code(key.name()))
        .append(" | ")
        .append(form)
        .append(" | ")
        .append(field.required() || only ? "required" : standard)
        .append(" | ")
        .append(cell(key.does()))
        .append(" | ")
        .append(key.example().isEmpty() ? "" : code(key.example()))
        .append(" |\n");
  }

  private static Shape inner(Shape shape) {
    return shape instanceof Shape.ListOf list ? list.item() : shape;
  }

  private static String below(String path, Shape.Field field) {
    String list = field.shape() instanceof Shape.ListOf ? "[]" : "";
    return (path.isEmpty() ? "" : path + ".") + field.key().name() + list;
  }

  /** What a heading is called in links to it. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }

  private static String cell(String text) {
    return text.replaceAll("([\\\\`*_|<>\\[\\]])", "\\\\$1");
  }
}
