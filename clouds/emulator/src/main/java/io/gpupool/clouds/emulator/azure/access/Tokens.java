package io.gpupool.clouds.emulator.azure.access;

import io.gpupool.clouds.emulator.SeededNames;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Who is behind which token. A token that is the id of a principal stands for it, tokens that were
 * handed out here stand for whom they were handed out, and everything else is one and the same
 * somebody. Thread-safe.
 */
public final class Tokens {

  /** Who asks without saying who they are. */
  public static final String SOMEBODY = "00000000-0000-0000-0000-00000000cafe";

  private static final String BEARER = "Bearer ";
  private static final String HANDED_OUT = "eyJ0eXAi";
  private static final Pattern PRINCIPAL =
      Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final int LENGTH = 100;
  private static final String BASE64URL =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final SeededNames names;
  private final Map<String, String> principals = new ConcurrentHashMap<>();

  public Tokens(SeededNames names) {
    this.names = names;
  }

  /** Hands out a token. */
  public String issue(String principal) {
    String token = HANDED_OUT + names.word(LENGTH, BASE64URL);
    principals.put(token, principal);
    return token;
  }

  /** Who is behind the header {@code Authorization}, if it is good. */
  Optional<String> principal(String authorization) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.empty();
    }
    String token = authorization.substring(BEARER.length()).strip();
    if (token.startsWith(HANDED_OUT)) {
      return Optional.ofNullable(principals.get(token));
    }
    return Optional.of(PRINCIPAL.matcher(token).matches() ? token : SOMEBODY);
  }
}
