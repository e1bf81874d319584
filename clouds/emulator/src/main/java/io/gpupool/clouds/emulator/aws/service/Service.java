package io.gpupool.clouds.emulator.aws.service;

import io.gpupool.clouds.emulator.aws.wire.Dialect;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One of AWS's services.
 *
 * @param name as in credential scopes and IAM's actions: {@code autoscaling}
 * @param version of its API, which is also in the namespace
 * @param namespace of its XML
 * @param dialect of the query protocol
 * @param actions by name
 */
public record Service(
    String name, String version, String namespace, Dialect dialect, Map<String, Action> actions) {

  public Service {
    actions = Map.copyOf(actions);
  }

  /** A service with some actions. */
  public static Service of(
      String name, String version, String namespace, Dialect dialect, Action... actions) {
    Map<String, Action> byName = new TreeMap<>();
    for (Action action : actions) {
      byName.put(action.name(), action);
    }
    return new Service(name, version, namespace, dialect, byName);
  }

  /** The action with a name, if it has it. */
  public Optional<Action> action(String action) {
    return Optional.ofNullable(actions.get(action));
  }
}
