package io.gpupool.clouds.emulator.gcp;

import com.github.tomakehurst.wiremock.common.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer of the emulated Google Cloud, whose fields are found by dotted paths. */
record Reply(int status, String text) {

  /** What is at a path; numbers stand for places in lists, and an asterisk for all of them. */
  List<Object> all(String path) {
    List<Object> found = List.of(Json.read(text, Map.class));
    for (String part : path.split("\\.", -1)) {
      List<Object> next = new ArrayList<>();
      for (Object each : found) {
        next.addAll(step(each, part));
      }
      found = next;
    }
    return found;
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

  /** The texts at a path. */
  List<String> texts(String path) {
    return all(path).stream().map(Object::toString).toList();
  }

  /** The one text at a path. */
  String text(String path) {
    List<String> found = texts(path);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " values at " + path + " of " + text);
    }
    return found.get(0);
  }

  /** The one number at a path. */
  int number(String path) {
    return Integer.parseInt(text(path));
  }

  /** The reason and the sentence of an error. */
  String error() {
    return status + " " + text("error.errors.0.reason") + ": " + text("error.message");
  }
}
