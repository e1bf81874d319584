package io.gpupool.clouds.emulator;

import com.github.tomakehurst.wiremock.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds fields of a JSON document by dotted paths. */
public final class JsonPath {

  private JsonPath() {}

  /** What is at a path; numbers stand for places in lists, and an asterisk for all of them. */
  public static List<Object> all(String json, String path) {
    List<Object> found = List.of(Json.read(json, Map.class));
    for (String part : path.split("\\.", -1)) {
      List<Object> next = new ArrayList<>();
      for (Object each : found) {
        next.addAll(step(each, part));
      }
      found = next;
    }
    return found;
  }

  /** The one text at a path. */
  public static String text(String json, String path) {
    List<Object> found = all(json, path);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " values at " + path + " of " + json);
    }
    return found.get(0).toString();
  }

  private static List<Object> step(Object value, String part) {
    if (value instanceof List<?> list) {
      if (part.equals("*")) {
        return List.copyOf(list);
      }
      int index = Integer.parseInt(part);
      return index < list.size() ? List.of(list.get(index)) : List.of();
    }
    Object field = value instanceof Map<?, ?> map ? map.get(part) : null;
    return field == null ? List.of() : List.of(field);
  }
}
