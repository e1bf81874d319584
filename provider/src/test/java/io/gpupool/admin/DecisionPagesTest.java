package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gpupool.rehearsal.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DecisionPagesTest {

  private final DecisionJournal journal =
      new DecisionJournal(new SimulatedTime(Instant.parse("2026-03-01T08:00:00Z")));
  private final DecisionPages pages = new DecisionPages(journal);

  @Test
  void programsGetTheLastDecisionsWithEverythingThatSpokeForThem() {
    journal.decided(Decisions.one(), Duration.ofMillis(3));
    JsonArray all = JsonParser.parseString(pages.read("", true).text()).getAsJsonArray();
    JsonObject one = all.get(0).getAsJsonObject();
    assertThat(one.get("number").getAsInt()).isEqualTo(1);
    assertThat(one.get("at").getAsString()).isEqualTo("2026-03-01T08:00:00Z");
    assertThat(one.get("took").getAsDouble()).isEqualTo(0.003);
    assertThat(one.get("reason").getAsString()).contains("$2.50/h", "$3.50/h less than aws/dear");
    JsonObject best = one.getAsJsonArray("options").get(0).getAsJsonObject();
    assertThat(best.get("group").getAsString()).isEqualTo("gcp/<b>cheap</b>");
    assertThat(best.get("usdPerHourInTheEnd").getAsDouble()).isEqualTo(2.5);
    assertThat(best.get("gpusStranded").getAsInt()).isEqualTo(2);
    assertThat(one.getAsJsonArray("leftOut").get(0).getAsString()).contains("other/group");
    assertThat(one.getAsJsonArray("unmodelled").get(0).getAsString())
        .isEqualTo("claims devices (2 pods)");
    assertThat(one.getAsJsonArray("classes").get(0).getAsJsonObject().get("gang").getAsString())
        .isEqualTo("Job default/train");
  }

  @Test
  void peopleGetAPageOnWhichNamesAreNothingButNames() {
    journal.decided(Decisions.one(), Duration.ofMillis(3));
    for (String page :
        new String[] {pages.read("", false).text(), pages.read("/1", false).text()}) {
      assertThat(page)
          .startsWith("<!DOCTYPE html>")
          .contains("gcp/&lt;b&gt;cheap&lt;/b&gt;")
          .doesNotContain("<b>cheap");
    }
    assertThat(pages.read("/1", false).text())
        .contains("Because it comes to $2.50/h", "6 cores, 16 GiB", "claims devices (2 pods)");
  }

  @Test
  void aDecisionWithoutAChoiceSaysWhy() {
    journal.decided(Decisions.none(), Duration.ofMillis(3));
    assertThat(pages.read("/1", false).text())
        .contains("No opinion", "other/group: no group of this server");
  }

  @Test
  void beforeTheFirstDecisionThePageSaysHowItComesAbout() {
    assertThat(pages.read("", false).text()).contains("--expander=grpc");
    assertThat(pages.read("", true).text()).isEqualTo("[]\n");
  }

  @Test
  void onlyTheLastTwoHundredAreKept() {
    for (int k = 0; k < 250; k++) {
      journal.decided(Decisions.none(), Duration.ZERO);
    }
    assertThat(JsonParser.parseString(pages.read("", true).text()).getAsJsonArray()).hasSize(200);
    assertThat(pages.read("/50", true).status()).isEqualTo(404);
    assertThat(pages.read("/250", true).status()).isEqualTo(200);
  }

  @Test
  void whatIsNoNumberIsNotThere() {
    assertThat(pages.read("/x", true).status()).isEqualTo(404);
    assertThat(pages.read("/../metrics", false).status()).isEqualTo(404);
  }
}
