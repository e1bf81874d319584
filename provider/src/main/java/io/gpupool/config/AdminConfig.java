package io.gpupool.config;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where people and their tools look at the server.
 *
 * @param listen plain HTTP, so keep it on loopback or behind something that encrypts
 * @param tokenFile holds what a caller must know to change anything; without it nothing can be
 *     changed there
 */
public record AdminConfig(ListenAddress listen, Optional<Path> tokenFile) {

  /** Where it listens unless the file says otherwise. */
  public static final ListenAddress DEFAULT_LISTEN = new ListenAddress("127.0.0.1", 8088);

  public AdminConfig {
    Objects.requireNonNull(listen, "listen");
    Objects.requireNonNull(tokenFile, "tokenFile");
  }
}
