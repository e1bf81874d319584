package io.gpupool.config;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** A piece of a YAML file that knows its place in the text and in the structure. */
sealed interface YamlNode {

  /** From the root, such as {@code clouds[0].name}; empty for the root itself. */
  String path();

  Position position();

  /** What it is, in the words of a problem. */
  String described();

  /**
   * A single value.
   *
   * @param plain whether it stands there without quotes
   */
  record Text(String path, Position position, String value, boolean plain) implements YamlNode {

    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern USER_OF_URL = Pattern.compile("//[^/?#]*@");
    private static final int LONGEST = 60;

    /** Whether YAML takes it for the absence of a value. */
    boolean isNothing() {
      return plain && NOTHING.contains(value);
    }

    @Override
    public String described() {
      if (isNothing()) {
        return "nothing";
      }
      return plain ? quoted(value) : "the text " + quoted(value);
    }

    /**
     * The text in quotes, on one line, not longer than a line should be, and without the name and
     * the password that a URL may hold: problems end up in logs.
     */
    static String quoted(String value) {
      String text = USER_OF_URL.matcher(value).replaceAll("//…@");
      StringBuilder shown = new StringBuilder("'");
      text.codePoints()
          .limit(LONGEST)
          .map(codePoint -> Character.isISOControl(codePoint) ? ' ' : codePoint)
          .forEach(shown::appendCodePoint);
      boolean whole = text.codePointCount(0, text.length()) <= LONGEST;
      return shown.append(whole ? "'" : "…'").toString();
    }
  }

  /** A list. */
  record Sequence(String path, Position position, List<YamlNode> items) implements YamlNode {

    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String described() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /**
   * Keys and values, each key once, in the order of the file.
   *
   * @param namedAt where its own key stands, which is where to say that something is missing in it
   */
  record Mapping(String path, Position position, Position namedAt, List<Entry> entries)
      implements YamlNode {

    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String described() {
      return entries.isEmpty() ? "an empty mapping" : "a mapping";
    }
  }

  /** Something that has been reported already and that no form accepts. */
  record Refused(String path, Position position) implements YamlNode {

    @Override
    public String described() {
      return "something that isn't allowed";
    }
  }

  /** A key and its value; both have the same path. */
  record Entry(Text key, YamlNode value) {}
}
