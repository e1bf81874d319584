package io.gpupool.clouds.emulator.aws.access;

import com.github.tomakehurst.wiremock.common.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An IAM policy in JSON, as far as it says which actions it allows. */
public final class PolicyDocument {

  private PolicyDocument() {}

  /**
   * The actions that a policy allows, whatever their conditions.
   *
   * @throws IllegalArgumentException if the file holds something else
   */
  public static List<String> allowedActions(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> actions = new ArrayList<>();
    if (!(Json.read(text, Map.class).get("Statement") instanceof List<?> statements)) {
      throw new IllegalArgumentException(file + " has no list of statements");
    }
    for (Object statement : statements) {
      if (statement instanceof Map<?, ?> fields && "Allow".equals(fields.get("Effect"))) {
        if (fields.get("Action") instanceof List<?> several) {
          several.forEach(action -> actions.add(action.toString()));
        } else {
          actions.add(String.valueOf(fields.get("Action")));
        }
      }
    }
    return List.copyOf(actions);
  }
}
