package io.gpupool.clouds.emulator.azure.access;

import com.github.tomakehurst.wiremock.common.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A role as {@code az role definition create} reads it.
 *
 * @param actions what it allows; an asterisk stands for anything
 * @param notActions what it doesn't allow of that
 */
public record CustomRole(List<String> actions, List<String> notActions) {

  public CustomRole {
    actions = List.copyOf(actions);
    notActions = List.copyOf(notActions);
  }

  /** A role of some actions. */
  public static CustomRole of(String... actions) {
    return new CustomRole(List.of(actions), List.of());
  }

  /**
   * The role in a file: {@code Actions} and {@code NotActions}, in whatever case, at the top or
   * within {@code permissions}.
   *
   * @throws IllegalArgumentException if the file has no actions
   */
  public static CustomRole in(Path file) {
    Map<?, ?> document;
    try {
      document = Json.read(Files.readString(file), Map.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<?> permissions =
        field(
                    field(document, "properties") instanceof Map<?, ?> inner ? inner : document,
                    "permissions")
                instanceof List<?> list
            ? list
            : List.of(document);
    CustomRole role = new CustomRole(all(permissions, "actions"), all(permissions, "notActions"));
    if (role.actions().isEmpty()) {
      throw new IllegalArgumentException(file + " has no list of Actions");
    }
    return role;
  }

  /** Whether it allows an action. */
  public boolean allows(String action) {
    return actions.stream().anyMatch(pattern -> matches(pattern, action))
        && notActions.stream().noneMatch(pattern -> matches(pattern, action));
  }

  private static boolean matches(String pattern, String action) {
    String regex =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE).matcher(action).matches();
  }

  private static List<String> all(List<?> permissions, String name) {
    return permissions.stream()
        .map(each -> each instanceof Map<?, ?> map ? field(map, name) : null)
        .filter(List.class::isInstance)
        .flatMap(list -> ((List<?>) list).stream())
        .map(Object::toString)
        .toList();
  }

  private static @Nullable Object field(Map<?, ?> document, String name) {
    return document.entrySet().stream()
        .filter(entry -> name.equalsIgnoreCase(entry.getKey().toString()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }
}
