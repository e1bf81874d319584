package io.gpupool.clouds.emulator.gcp.wire;

import io.gpupool.clouds.emulator.gcp.model.GcpException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The {@code filter} parameter of lists: comparisons of fields, put together with {@code AND},
 * {@code OR}, {@code NOT} and parentheses; side by side means AND. A field is compared with {@code
 * =}, {@code !=}, {@code :} (has, with {@code *} for anything), {@code >} and the like, or by a
 * regular expression that must match all of it with {@code eq} and {@code ne}.
 */
public final class Filter {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\(|\\)|!=|<=|>=|=|:|<|>|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|[^\\s()=!<>:\"']+)");

  /** After eq and ne comes a regular expression, which ends with the line or a closing bracket. */
  private static final Pattern EXPRESSION =
      Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|\\S+)");

  private final String text;
  private int position;

  private Filter(String text) {
    this.text = text;
  }

  /** What a filter lets pass, of objects as they are written. */
  public static Predicate<Map<String, Object>> of(String text) {
    Filter filter = new Filter(text);
    Predicate<Map<String, Object>> whole = filter.any();
    if (filter.peek().isPresent()) {
      throw filter.malformed();
    }
    return whole;
  }

  private Predicate<Map<String, Object>> any() {
    Predicate<Map<String, Object>> left = all();
    while (peek().filter("OR"::equals).isPresent()) {
      take();
      left = left.or(all());
    }
    return left;
  }

  private Predicate<Map<String, Object>> all() {
    Predicate<Map<String, Object>> left = one();
    for (Optional<String> next = peek();
        next.isPresent() && !next.get().equals("OR") && !next.get().equals(")");
        next = peek()) {
      if (next.get().equals("AND")) {
        take();
      }
      left = left.and(one());
    }
    return left;
  }

  private Predicate<Map<String, Object>> one() {
    String first = take();
    if (first.equals("NOT")) {
      return one().negate();
    }
    if (first.equals("(")) {
      Predicate<Map<String, Object>> inner = any();
      if (!take().equals(")")) {
        throw malformed();
      }
      return inner;
    }
    return comparison(first);
  }

  private Predicate<Map<String, Object>> comparison(String field) {
    String operator = take();
    return switch (operator) {
      case "eq", "ne" -> {
        Pattern expression = expression();
        Predicate<Map<String, Object>> matches =
            object ->
                values(object, field).stream().anyMatch(each -> expression.matcher(each).matches());
        yield operator.equals("eq") ? matches : matches.negate();
      }
      case "=" -> equal(field, unquoted(take()));
      case "!=" -> equal(field, unquoted(take())).negate();
      case ":" -> has(field, unquoted(take()));
      case "<", "<=", ">", ">=" -> compared(field, operator, unquoted(take()));
      default -> throw malformed();
    };
  }

  private static Predicate<Map<String, Object>> equal(String field, String value) {
    return object -> values(object, field).contains(value);
  }

  private static Predicate<Map<String, Object>> has(String field, String value) {
    Pattern glob =
        Pattern.compile(
            Pattern.quote(value).replace("*", "\\E.*\\Q"),
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    return object -> values(object, field).stream().anyMatch(each -> glob.matcher(each).matches());
  }

  private Predicate<Map<String, Object>> compared(String field, String operator, String value) {
    double bound;
    try {
      bound = Double.parseDouble(value);
    } catch (NumberFormatException notANumber) {
      throw malformed();
    }
    return object ->
        values(object, field).stream()
            .filter(each -> each.matches("-?\\d+(\\.\\d+)?"))
            .mapToInt(each -> Double.compare(Double.parseDouble(each), bound))
            .anyMatch(
                order ->
                    switch (operator) {
                      case "<" -> order < 0;
                      case "<=" -> order <= 0;
                      case ">" -> order > 0;
                      default -> order >= 0;
                    });
  }

  /** What a field holds; lists hold several. A key of a map may have dots itself. */
  private static List<String> values(Object value, String path) {
    if (value instanceof List<?> several) {
      List<String> all = new ArrayList<>();
      several.forEach(each -> all.addAll(values(each, path)));
      return all;
    }
    if (path.isEmpty()) {
      return value instanceof Map<?, ?> ? List.of() : List.of(value.toString());
    }
    if (!(value instanceof Map<?, ?> fields)) {
      return List.of();
    }
    Object whole = fields.get(path);
    if (whole != null) {
      return values(whole, "");
    }
    int dot = path.indexOf('.');
    Object part = dot < 0 ? null : fields.get(path.substring(0, dot));
    return part == null ? List.of() : values(part, path.substring(dot + 1));
  }

  private Pattern expression() {
    Matcher matcher = EXPRESSION.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      throw malformed();
    }
    position = matcher.end();
    String expression = matcher.group(1);
    while (closes(expression) > opens(expression) && expression.endsWith(")")) {
      expression = expression.substring(0, expression.length() - 1);
      position--;
    }
    try {
      return Pattern.compile(unquoted(expression));
    } catch (PatternSyntaxException notAnExpression) {
      throw malformed();
    }
  }

  private static long opens(String expression) {
    return expression.chars().filter(each -> each == '(').count();
  }

  private static long closes(String expression) {
    return expression.chars().filter(each -> each == ')').count();
  }

  private Optional<String> peek() {
    Matcher matcher = TOKEN.matcher(text).region(position, text.length());
    if (matcher.lookingAt()) {
      return Optional.of(matcher.group(1));
    }
    if (!text.substring(position).isBlank()) {
      throw malformed();
    }
    return Optional.empty();
  }

  private String take() {
    Matcher matcher = TOKEN.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      throw malformed();
    }
    position = matcher.end();
    return matcher.group(1);
  }

  private static String unquoted(String token) {
    boolean quoted = token.length() > 1 && (token.startsWith("\"") || token.startsWith("'"));
    return quoted ? token.substring(1, token.length() - 1).replace("\\\"", "\"") : token;
  }

  private GcpException malformed() {
    return GcpException.invalidValue("filter", text, "Invalid list filter expression.");
  }
}
