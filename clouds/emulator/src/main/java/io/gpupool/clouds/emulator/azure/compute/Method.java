package io.gpupool.clouds.emulator.azure.compute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One operation of the API.
 *
 * @param name as the API's specification has it: {@code VirtualMachineScaleSets_Update}
 * @param http the verb
 * @param path its path, with names in braces
 * @param action what the caller must be allowed
 * @param query the parameters that it understands. A request with others is refused: a client that
 *     relies on them must not believe that they do something
 * @param handler what it does
 */
public record Method(
    String name,
    String http,
    List<String> path,
    String action,
    Set<String> query,
    Handler handler) {

  static final String SUBSCRIPTION = "subscriptions/{subscription}/";
  static final String PROVIDER = "providers/Microsoft.Compute/";
  static final String RESOURCE_GROUP = SUBSCRIPTION + "resourceGroups/{resourceGroup}/" + PROVIDER;

  public Method {
    path = List.copyOf(path);
    query = Set.copyOf(query);
  }

  /** What an operation does. */
  @FunctionalInterface
  public interface Handler {

    /**
     * Does what is asked and writes the result.
     *
     * @throws io.gpupool.clouds.emulator.azure.model.AzureException if it is refused, with nothing
     *     done
     */
    Result perform(Request request);
  }

  /**
   * An operation, by its request line.
   *
   * @param line verb and path, {@code GET subscriptions/{subscription}}
   */
  static Method of(String name, String line, String action, Set<String> query, Handler handler) {
    int space = line.indexOf(' ');
    return new Method(
        name,
        line.substring(0, space),
        List.of(line.substring(space + 1).split("/", -1)),
        action,
        query,
        handler);
  }

  /** Whether it only reads. */
  public boolean reads() {
    return http.equals("GET");
  }

  /**
   * What the names in braces stand for, if this is the operation that a request asks for. Azure
   * doesn't care for the case of paths.
   */
  public Optional<Map<String, String>> matches(String verb, List<String> segments) {
    if (!http.equals(verb) || segments.size() != path.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new TreeMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String expected = path.get(i);
      if (expected.startsWith("{")) {
        variables.put(expected.substring(1, expected.length() - 1), segments.get(i));
      } else if (!expected.equalsIgnoreCase(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(variables);
  }
}
