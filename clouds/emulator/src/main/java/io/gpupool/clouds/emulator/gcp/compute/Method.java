package io.gpupool.clouds.emulator.gcp.compute;

import io.gpupool.clouds.emulator.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One method of the API.
 *
 * @param name as the API's documentation has it: {@code instanceGroupManagers.resize}
 * @param http {@code GET} or {@code POST}
 * @param path its path after the version, with names in braces
 * @param permission what the caller must be allowed
 * @param query the parameters that it understands. A request with others is refused: a client that
 *     relies on them must not believe that they do something
 * @param handler what it does
 */
public record Method(
    String name,
    String http,
    List<String> path,
    String permission,
    Set<String> query,
    Handler handler) {

  public Method {
    path = List.copyOf(path);
    query = Set.copyOf(query);
  }

  /** What a method does. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Does what is asked and writes the result.
     *
     * @throws io.gpupool.clouds.emulator.gcp.model.GcpException if it is refused, with nothing done
     */
    Fields perform(Request request);
  }

  /** A method that only reads. */
  static Method get(
      String name, String path, String permission, Set<String> query, Handler handler) {
    return new Method(name, "GET", List.of(path.split("/", -1)), permission, query, handler);
  }

  /** A method that is posted. */
  static Method post(
      String name, String path, String permission, Set<String> query, Handler handler) {
    return new Method(name, "POST", List.of(path.split("/", -1)), permission, query, handler);
  }

  /** What the names in braces stand for, if this is the method that a request asks for. */
  public Optional<Map<String, String>> matches(String verb, List<String> segments) {
    if (!http.equals(verb) || segments.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new TreeMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String expected = path.get(i);
      if (expected.startsWith("{")) {
        variables.put(expected.substring(1, expected.length() - 1), segments.get(i));
      } else if (!expected.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
