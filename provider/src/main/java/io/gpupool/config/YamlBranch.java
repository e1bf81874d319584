package io.gpupool.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A part of the tree that is still being filled. */
abstract sealed class YamlBranch {

  final String path;
  final Position position;

  private YamlBranch(String path, Position position) {
    this.path = path;
    this.position = position;
  }

  /** Takes the next node below this one. */
  abstract void add(YamlNode node, Problems problems);

  /** The path of the next node below this one. */
  abstract String nextPath();

  /** Where the name of the next node below this one stands, or else the node itself. */
  Position nextNamedAt(Position own) {
    return own;
  }

  /** What it has become. */
  abstract YamlNode close();

  /** Holds the one node that has nothing above it. */
  static final class Root extends YamlBranch {

    private @Nullable YamlNode node;

    Root() {
      super("", Position.START);
    }

    @Override
    void add(YamlNode added, Problems problems) {
      node = added;
    }

    @Override
    String nextPath() {
      return "";
    }

    @Override
    YamlNode close() {
      throw new IllegalStateException("the root has no end");
    }

    Optional<YamlNode> node() {
      return Optional.ofNullable(node);
    }
  }

  /** A list whose end hasn't come. */
  static final class OpenSequence extends YamlBranch {

    private final List<YamlNode> items = new ArrayList<>();

    OpenSequence(String path, Position position) {
      super(path, position);
    }

    @Override
    void add(YamlNode node, Problems problems) {
      items.add(node);
    }

    @Override
    String nextPath() {
      return path + "[" + items.size() + "]";
    }

    @Override
    YamlNode close() {
      return new YamlNode.Sequence(path, position, items);
    }
  }

  /** A mapping whose end hasn't come: keys and values arrive in turns. */
  static final class OpenMapping extends YamlBranch {

    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9_-]{1,60}");

    private final Position namedAt;
    private final List<YamlNode.Entry> entries = new ArrayList<>();
    private final Map<String, Position> seen = new HashMap<>();
    private @Nullable YamlNode key;

    OpenMapping(String path, Position position, Position namedAt) {
      super(path, position);
      this.namedAt = namedAt;
    }

    @Override
    void add(YamlNode node, Problems problems) {
      if (key == null) {
        key = checkedKey(node, problems);
        return;
      }
      if (key instanceof YamlNode.Text name) {
        entries.add(new YamlNode.Entry(name, node));
      }
      key = null;
    }

    private YamlNode checkedKey(YamlNode node, Problems problems) {
      if (!(node instanceof YamlNode.Text text)) {
        if (!(node instanceof YamlNode.Refused)) {
          problems.add(node, node.described() + " as a key", "a name");
        }
        return new YamlNode.Refused(path, node.position());
      }
      String keyPath = pathOf(text.value());
      Position first = seen.putIfAbsent(text.value(), text.position());
      if (first == null) {
        return new YamlNode.Text(keyPath, text.position(), text.value(), text.plain());
      }
      problems.add(
          text.position(),
          keyPath,
          YamlNode.Text.quoted(text.value()) + " a second time, the first being at " + first,
          "each key once");
      return new YamlNode.Refused(keyPath, text.position());
    }

    private String pathOf(String name) {
      if (!SIMPLE.matcher(name).matches()) {
        return path + "[" + YamlNode.Text.quoted(name) + "]";
      }
      return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    String nextPath() {
      return key == null ? path : key.path();
    }

    @Override
    Position nextNamedAt(Position own) {
      return key == null ? own : key.position();
    }

    @Override
    YamlNode close() {
      return new YamlNode.Mapping(path, position, namedAt, entries);
    }
  }
}
