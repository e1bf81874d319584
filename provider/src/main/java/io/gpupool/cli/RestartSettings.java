package io.gpupool.cli;

import io.gpupool.config.ServerConfig;
import java.util.ArrayList;
import java.util.List;

/** The few settings that a running server can't change: its ports, and whether they use TLS. */
final class RestartSettings {

  private RestartSettings() {}

  /** A line for each that another configuration has otherwise. */
  static List<String> thatDiffer(ServerConfig running, ServerConfig wanted) {
    List<String> settings = new ArrayList<>();
    if (!running.cloudProvider().equals(wanted.cloudProvider())) {
      settings.add("server.cloudProvider.listen");
    }
    if (!running.expander().equals(wanted.expander())) {
      settings.add("server.expander");
    }
    if (!running.admin().listen().equals(wanted.admin().listen())) {
      settings.add("server.admin.listen");
    }
    if (running.plaintext() != wanted.plaintext()) {
      settings.add("server.plaintext");
    }
    return settings.stream()
        .map(
            setting ->
                setting + " has changed in the file, and holds from the next start of the server")
        .toList();
  }
}
