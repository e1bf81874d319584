package io.gpupool.clouds.emulator;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request as it came in.
 *
 * @param method {@code GET}, {@code POST}…
 * @param path the path alone
 * @param query what follows the question mark, undecoded; empty if there is none
 * @param headers the first value of each, by name in lower case
 * @param body the body as text
 */
public record Received(
    String method, String path, String query, Map<String, String> headers, String body) {

  public Received {
    Map<String, String> lowered = new TreeMap<>();
    headers.forEach((name, value) -> lowered.put(name.toLowerCase(Locale.ROOT), value));
    headers = Map.copyOf(lowered);
  }

  /** A header by its name, in whatever case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
