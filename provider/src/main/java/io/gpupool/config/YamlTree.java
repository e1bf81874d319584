package io.gpupool.config;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/**
 * Turns a text into {@link YamlNode}s and reports what is wrong with its form: syntax, keys that
 * are there twice, anchors, aliases, tags, more than one document.
 *
 * <p>It builds on the parser's events and not on its node graph: they come one after the other
 * whatever the depth, and an alias is still to be seen in them.
 */
final class YamlTree {

  private static final int DEEPEST = 32;
  private static final String STANDARD = "tag:yaml.org,2002:";

  private final Problems problems;
  private final Deque<YamlBranch> open = new ArrayDeque<>();
  private final YamlBranch.Root root = new YamlBranch.Root();
  private Position reached = Position.START;
  private int documents;

  private YamlTree(Problems problems) {
    this.problems = problems;
    open.push(root);
  }

  /** The root node; nothing if the text is empty or so broken that no tree came of it. */
  static Optional<YamlNode> read(String text, Problems problems) {
    YamlTree tree = new YamlTree(problems);
    LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        if (!tree.accept(event)) {
          break;
        }
      }
    } catch (RuntimeException broken) {
      // Not only the parser's own exceptions: a number out of range in an escape ends in Java's.
      YamlSyntax.report(broken, tree.reached, problems);
      return Optional.empty();
    }
    Optional<YamlNode> root = tree.root.node().filter(node -> !isNothing(node));
    if (root.isEmpty() && problems.isEmpty()) {
      problems.add(Position.START, "", "an empty file", "a configuration");
    }
    return root;
  }

  private static boolean isNothing(YamlNode node) {
    return node instanceof YamlNode.Text text && text.isNothing();
  }

  /** Adds what the event brings, and says whether to go on. */
  private boolean accept(Event event) {
    reached = event.getStartMark().map(Position::of).orElse(reached);
    if (event instanceof DocumentStartEvent) {
      return isFirstDocument();
    }
    if (event instanceof NodeEvent node) {
      checkDecoration(node);
      return begin(node);
    }
    if (event instanceof CollectionEndEvent) {
      YamlNode whole = open.pop().close();
      branch().add(whole, problems);
    }
    return true;
  }

  private boolean isFirstDocument() {
    documents++;
    if (documents > 1) {
      problems.add(
          reached, "", "a second document (---)", "one document: a file configures one server");
      return false;
    }
    return true;
  }

  private boolean begin(NodeEvent event) {
    if (event instanceof CollectionStartEvent) {
      if (open.size() > DEEPEST) {
        problems.add(
            reached,
            branch().nextPath(),
            "values nested more than " + DEEPEST + " deep",
            "the structure of the example file");
        return false;
      }
      open.push(
          event instanceof MappingStartEvent
              ? new YamlBranch.OpenMapping(
                  branch().nextPath(), reached, branch().nextNamedAt(reached))
              : new YamlBranch.OpenSequence(branch().nextPath(), reached));
      return true;
    }
    branch().add(leaf(event), problems);
    return true;
  }

  private YamlNode leaf(NodeEvent event) {
    if (event instanceof ScalarEvent scalar) {
      return new YamlNode.Text(branch().nextPath(), reached, scalar.getValue(), scalar.isPlain());
    }
    return new YamlNode.Refused(branch().nextPath(), reached);
  }

  private void checkDecoration(NodeEvent event) {
    if (event instanceof AliasEvent alias) {
      refuse("the alias '*" + alias.getAlias() + "'", "a text that begins with * needs quotes");
    } else if (event.getAnchor().isPresent()) {
      refuse(
          "the anchor '&" + event.getAnchor().get() + "'",
          "a text that begins with & needs quotes");
    }
    tag(event)
        .ifPresent(
            tag ->
                refuse(
                    "the tag '" + tag.replace(STANDARD, "!!") + "'",
                    "a text that begins with ! needs quotes"));
  }

  private void refuse(String found, String hint) {
    problems.add(reached, branch().nextPath(), found, "the value itself; " + hint);
  }

  private static Optional<String> tag(NodeEvent event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    if (event instanceof CollectionStartEvent collection) {
      return collection.getTag();
    }
    return Optional.empty();
  }

  private YamlBranch branch() {
    return open.element();
  }
}
