package io.gpupool.clouds.emulator.aws.ec2;

import io.gpupool.clouds.emulator.aws.model.AwsException;
import io.gpupool.clouds.emulator.aws.wire.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The parameter {@code Filter}: an item is wanted if for each filter one of its values matches one
 * of the filter's. An asterisk stands for any text, a question mark for one character.
 */
final class Filters<T> {

  private final Map<String, Function<T, Stream<String>>> byName = new LinkedHashMap<>();
  private Function<T, Map<String, String>> tags = item -> Map.of();

  /** A filter for something that every item has. */
  Filters<T> with(String name, Function<T, String> value) {
    byName.put(name, item -> Stream.of(value.apply(item)));
    return this;
  }

  /** The filters {@code tag:<key>} and {@code tag-key}. */
  Filters<T> withTags(Function<T, Map<String, String>> tagsOfItem) {
    tags = tagsOfItem;
    byName.put("tag-key", item -> tagsOfItem.apply(item).keySet().stream());
    return this;
  }

  /** What a request wants. */
  Predicate<T> wanted(Parameters parameters) {
    return parameters.structures("Filter").stream()
        .map(this::one)
        .reduce(item -> true, Predicate::and);
  }

  private Predicate<T> one(Parameters filter) {
    String name = filter.required("Name");
    List<Pattern> patterns = filter.texts("Value").stream().map(Filters::pattern).toList();
    Function<T, Stream<String>> values = values(name);
    return item ->
        values
            .apply(item)
            .anyMatch(
                value -> patterns.stream().anyMatch(pattern -> pattern.matcher(value).matches()));
  }

  private Function<T, Stream<String>> values(String name) {
    if (name.startsWith("tag:") && byName.containsKey("tag-key")) {
      String key = name.substring("tag:".length());
      return item -> Stream.ofNullable(tags.apply(item).get(key));
    }
    Function<T, Stream<String>> values = byName.get(name);
    if (values == null) {
      throw new AwsException(400, "InvalidParameterValue", "The filter '" + name + "' is invalid");
    }
    return values;
  }

  private static Pattern pattern(String wildcards) {
    StringBuilder expression = new StringBuilder();
    wildcards
        .codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(Character.toString(character)));
              }
            });
    return Pattern.compile(expression.toString(), Pattern.DOTALL);
  }
}
