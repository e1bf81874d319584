package io.gpupool.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the configuration file may say, as a JSON Schema for editors. It is made from what the
 * readers ask for. Rules that compare one value with another are beyond it, so it never refuses
 * what the server takes, and the server has the last word.
 */
public final class ConfigSchema {

  private ConfigSchema() {}

  /** The schema, in draft 2020-12: maps, lists, texts, numbers and booleans, as JSON has them. */
  public static Map<String, Object> asJson() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "The configuration file of gpupool");
    schema.putAll(of(RootSection.form(Path.of("")).shape()));
    return schema;
  }

  private static Map<String, Object> of(Shape shape) {
    if (shape instanceof Shape.Text text) {
      return text(text);
    }
    if (shape instanceof Shape.Word word) {
      return ordered("enum", word.words());
    }
    if (shape instanceof Shape.WholeNumber number) {
      return ordered("type", "integer", "minimum", number.smallest(), "maximum", number.largest());
    }
    if (shape instanceof Shape.TrueOrFalse) {
      return ordered("type", "boolean");
    }
    if (shape instanceof Shape.EachOnce once) {
      return of(once.value());
    }
    if (shape instanceof Shape.OneOrMore some) {
      return ordered("anyOf", List.of(of(some.item()), list(new Shape.ListOf(some.item(), 1))));
    }
    if (shape instanceof Shape.ListOf list) {
      return list(list);
    }
    if (shape instanceof Shape.MapOf map) {
      return map(map);
    }
    if (shape instanceof Shape.Mapping mapping) {
      return mapping(mapping);
    }
    throw new IllegalStateException("no schema for " + shape);
  }

  /** An editor has made numbers and booleans of texts without quotes before it looks here. */
  private static Map<String, Object> text(Shape.Text text) {
    List<String> types = new ArrayList<>(List.of("string"));
    if (text.numbers()) {
      types.add("number");
    }
    if (text.booleans()) {
      types.add("boolean");
    }
    Map<String, Object> schema = ordered("type", types.size() == 1 ? "string" : types);
    text.outline().ifPresent(outline -> schema.putAll(outline(outline)));
    return schema;
  }

  private static Map<String, Object> outline(Outline outline) {
    Map<String, Object> schema = ordered("pattern", "^(?:" + outline.pattern() + ")$");
    if (outline.longest() < Integer.MAX_VALUE) {
      schema.put("maxLength", outline.longest());
    }
    return schema;
  }

  private static Map<String, Object> list(Shape.ListOf list) {
    Map<String, Object> schema = ordered("type", "array", "items", of(list.item()));
    if (list.fewest() > 0) {
      schema.put("minItems", list.fewest());
    }
    if (list.item() instanceof Shape.EachOnce) {
      schema.put("uniqueItems", true);
    }
    return schema;
  }

  private static Map<String, Object> map(Shape.MapOf map) {
    Map<String, Object> schema = ordered("type", "object");
    if (map.key() instanceof Shape.Text key) {
      key.outline().ifPresent(outline -> schema.put("propertyNames", outline(outline)));
    }
    schema.put("additionalProperties", of(map.value()));
    if (map.fewest() > 0) {
      schema.put("minProperties", map.fewest());
    }
    return schema;
  }

  private static Map<String, Object> mapping(Shape.Mapping mapping) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Shape.Field field : mapping.fields()) {
      properties.put(field.key().name(), field(field));
      if (field.required()) {
        required.add(field.key().name());
      }
    }
    Map<String, Object> schema =
        ordered("type", "object", "properties", properties, "additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (List<String> keys : mapping.alternatives()) {
      all.add(
          ordered("anyOf", keys.stream().map(key -> ordered("required", List.of(key))).toList()));
    }
    if (!all.isEmpty()) {
      schema.put("allOf", all);
    }
    return schema;
  }

  private static Map<String, Object> field(Shape.Field field) {
    Map<String, Object> schema = ordered("description", field.key().does());
    schema.putAll(of(field.shape()));
    field.standard().ifPresent(value -> schema.put("default", value));
    return schema;
  }

  /** A map of names and values in turn, in this order. */
  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
