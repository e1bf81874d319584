package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's table of metrics has every one of ours, and no other. */
class MetricsTableTest {

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(gpupool_\\w+)` \\|");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (gpupool_\\w+) (\\w+)$");

  @Test
  void theTableIsWhatTheServerShows() throws IOException {
    String shown = ExportedMetrics.scrape();
    assertThat(names(TYPE, shown)).contains("gpupool_cloud_call_seconds");
    assertThat(names(ROW, Files.readString(Path.of("..", "README.md"))))
        .isEqualTo(names(TYPE, shown));
    assertThat(shown).contains("gpupool_group_failed_slots{");
  }

  /** The largest of a timer's figures is a metric to Prometheus, and not one of its own to us. */
  private static Set<String> names(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(name -> !name.endsWith("_max"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
