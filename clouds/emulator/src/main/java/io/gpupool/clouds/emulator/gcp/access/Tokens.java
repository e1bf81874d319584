package io.gpupool.clouds.emulator.gcp.access;

import io.gpupool.clouds.emulator.SeededNames;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is behind which token. A token that is the name of a principal stands for it, tokens that
 * were handed out here stand for whom they were handed out, and everything else is one and the same
 * somebody. Thread-safe.
 */
public final class Tokens {

  /** Who asks without saying who they are. */
  public static final String SOMEBODY = "somebody@example.com";

  private static final String BEARER = "Bearer ";
  private static final String HANDED_OUT = "ya29.";
  private static final String BASE62 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final SeededNames names;
  private final Map<String, String> principals = new ConcurrentHashMap<>();

  public Tokens(SeededNames names) {
    this.names = names;
  }

  /** Hands out a token. */
  public String issue(String principal) {
    String token = HANDED_OUT + names.word(100, BASE62);
    principals.put(token, principal);
    return token;
  }

  /** Who is behind the header {@code Authorization}, if it is good. */
  Optional<String> principal(Optional<String> authorization) {
    if (authorization.isEmpty()) {
      return Optional.of(SOMEBODY);
    }
    String header = authorization.get();
    if (!header.startsWith(BEARER)) {
      return Optional.empty();
    }
    String token = header.substring(BEARER.length()).trim();
    if (token.startsWith(HANDED_OUT)) {
      return Optional.ofNullable(principals.get(token));
    }
    return Optional.of(token.contains("@") ? token : SOMEBODY);
  }
}
