package io.gpupool.clouds.emulator;

import com.github.tomakehurst.wiremock.common.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON object that is being written; what has no value has no field. */
public final class Fields {

  private final Map<String, Object> values = new LinkedHashMap<>();

  private Fields() {}

  /** An object without fields. */
  public static Fields none() {
    return new Fields();
  }

  /** Adds a field. */
  public Fields with(String name, Object value) {
    values.put(name, value instanceof Fields fields ? fields.values : value);
    return this;
  }

  /** Adds a list of objects. */
  public Fields with(String name, List<Fields> objects) {
    values.put(name, objects.stream().map(Fields::values).toList());
    return this;
  }

  /** Adds a field, if there is a value. */
  public Fields with(String name, Optional<?> value) {
    value.ifPresent(present -> with(name, (Object) present));
    return this;
  }

  /** Adds fields that are known only to whoever wrote them. */
  public Fields withAll(Map<String, ?> more) {
    values.putAll(more);
    return this;
  }

  /** The fields so far. */
  public Map<String, Object> values() {
    return values;
  }

  /** The whole as text. */
  public String json() {
    return Json.write(values);
  }
}
