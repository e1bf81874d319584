package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Dashboards and alerts name metrics and labels that the server shows, and no others. */
class MonitoringTest {

  private static final Path FILES = Path.of("..", "deploy", "chart", "gpupool", "files");
  private static final Pattern SERIES = Pattern.compile("(?m)^(\\w+)(?:\\{([^}]*)})? \\S+$");
  private static final Pattern NAMED =
      Pattern.compile("\\b((?:gpupool|grpc)_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Pattern ANCHOR = Pattern.compile("deploy/operations\\.md#([a-z]+)");

  /** Of the Prometheus server's own making. */
  private static final Set<String> SCRAPED = Set.of("job", "instance");

  @Test
  void theDashboardShowsWhatTheServerShows() throws IOException {
    List<String> queries = new ArrayList<>();
    collect(JsonParser.parseString(Files.readString(FILES.resolve("dashboard.json"))), queries);
    assertThat(queries).hasSizeGreaterThan(20);
    assertKnown(queries);
  }

  @Test
  void theAlertsLookAtWhatTheServerShows() throws IOException {
    List<String> queries = rules().stream().map(rule -> String.valueOf(rule.get("expr"))).toList();
    assertThat(queries).hasSizeGreaterThan(10);
    assertKnown(queries);
  }

  @Test
  void everyAlertHasItsPlaceInTheRunbook() throws IOException {
    String headings =
        Files.readString(Path.of("..", "deploy", "operations.md"))
            .lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4).strip())
            .toList()
            .toString();
    for (Map<?, ?> rule : rules()) {
      if (rule.get("alert") instanceof String alert) {
        MatchResult link =
            ANCHOR.matcher(String.valueOf(rule.get("annotations"))).results().findFirst().get();
        assertThat(link.group(1)).isEqualTo(alert.toLowerCase(java.util.Locale.ROOT));
        assertThat(headings).contains(alert);
      }
    }
  }

  private static void assertKnown(Collection<String> queries) {
    Map<String, Set<String>> shown = labels(SERIES, ExportedMetrics.scrape());
    for (String query : queries) {
      labels(NAMED, query)
          .forEach(
              (metric, labels) -> {
                assertThat(shown).as(query).containsKey(metric);
                labels.removeAll(SCRAPED);
                assertThat(shown.get(metric)).as(query).containsAll(labels);
              });
    }
  }

  /** The metrics in a text, each with the labels that are named with it. */
  private static Map<String, Set<String>> labels(Pattern pattern, String text) {
    Map<String, Set<String>> found = new TreeMap<>();
    for (MatchResult match : pattern.matcher(text).results().toList()) {
      Set<String> labels = found.computeIfAbsent(match.group(1), name -> new TreeSet<>());
      if (match.group(2) != null) {
        LABEL.matcher(match.group(2)).results().forEach(label -> labels.add(label.group(1)));
      }
    }
    return found;
  }

  private static List<Map<?, ?>> rules() throws IOException {
    Object file =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(FILES.resolve("rules.yaml")));
    List<Map<?, ?>> rules = new ArrayList<>();
    for (Object group : list(file, "groups")) {
      for (Object rule : list(group, "rules")) {
        rules.add((Map<?, ?>) rule);
      }
    }
    return rules;
  }

  private static List<?> list(Object mapping, String key) {
    return (List<?>) Objects.requireNonNull(((Map<?, ?>) mapping).get(key));
  }

  private static void collect(JsonElement element, List<String> queries) {
    if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(each -> collect(each, queries));
    } else if (element.isJsonObject()) {
      element
          .getAsJsonObject()
          .entrySet()
          .forEach(
              entry -> {
                if (entry.getKey().equals("expr")) {
                  queries.add(entry.getValue().getAsString());
                } else {
                  collect(entry.getValue(), queries);
                }
              });
    }
  }
}
