package io.gpupool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page about the configuration file. */
final class ConfigReferenceTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(#([^)]*)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^## `(.*)`$");

  @Test
  void isThePageThatIsKept() throws IOException {
    assertThat(Files.readString(Path.of("configuration.md")))
        .as(
            "provider/configuration.md isn't up to date; after `mvn package -DskipTests`, run"
                + " java -jar provider/target/gpupool.jar schema --reference"
                + " > provider/configuration.md")
        .isEqualTo(ConfigReference.asMarkdown());
  }

  @Test
  void linksToASectionForEveryMapping() {
    String page = ConfigReference.asMarkdown();
    List<String> links = LINK.matcher(page).results().map(link -> link.group(1)).toList();
    List<String> sections =
        HEADING
            .matcher(page)
            .results()
            .map((MatchResult heading) -> heading.group(1).toLowerCase(Locale.ROOT))
            .map(heading -> heading.replaceAll("[.\\[\\]]", ""))
            .toList();

    assertThat(links).isNotEmpty().containsExactlyInAnyOrderElementsOf(sections);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "| `refresh` | a duration of 1s or more, such as 30s or 1m30s | `30s` |",
        "| `regions` | a list of one or more regions, such as \\[us-east-1\\] | required |",
        "At least one of `aws`, `gcp`, `azure`.",
        "| `aws` | a mapping: [`clouds[].aws`](#cloudsaws) |",
        "| `gcp` | a mapping: [`clouds[].gcp`](#cloudsgcp) |",
        "| `credentials` | application-default or none | `application-default` |",
        "At least one of `namePrefix`, `labels`.",
        "At least one of `discover`, `groups`."
      })
  void saysWhatAPersonNeeds(String line) {
    assertThat(ConfigReference.asMarkdown()).contains(line);
  }
}
