package io.gpupool.clouds.emulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A part of a list that is too long for one answer. The token holds the last item's key, so that a
 * list which changes between two requests neither repeats nor skips what was there all the time.
 *
 * @param next the token for the following page, if there is one
 */
public record Page<T>(List<T> items, Optional<String> next) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * Cuts a page out of a list.
   *
   * @param sorted the whole list, in the order of the keys
   * @param key what an item is sorted by, different for each
   * @param token what the client sends as the token of the page before, if it does
   * @param invalid the complaint about a token that isn't one
   */
  public static <T> Page<T> of(
      Stream<T> sorted,
      Function<T, String> key,
      int size,
      Optional<String> token,
      Supplier<? extends RuntimeException> invalid) {
    Optional<String> after = token.map(text -> decode(text).orElseThrow(invalid));
    List<T> items = new ArrayList<>();
    for (Iterator<T> rest = sorted.iterator(); rest.hasNext(); ) {
      T item = rest.next();
      if (after.isPresent() && key.apply(item).compareTo(after.get()) <= 0) {
        continue;
      }
      if (items.size() == size) {
        return new Page<>(items, Optional.of(encode(key.apply(items.get(size - 1)))));
      }
      items.add(item);
    }
    return new Page<>(items, Optional.empty());
  }

  private static String encode(String key) {
    return Base64.getEncoder().encodeToString(("after " + key).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> decode(String token) {
    try {
      String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      return text.startsWith("after ")
          ? Optional.of(text.substring("after ".length()))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
