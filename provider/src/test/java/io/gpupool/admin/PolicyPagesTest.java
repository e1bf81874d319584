package io.gpupool.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.gpupool.clouds.api.NodeGroupId;
import io.gpupool.clouds.contract.FakeCloud;
import io.gpupool.fleet.CloudEntry;
import io.gpupool.fleet.Fleet;
import io.gpupool.fleet.FleetTiming;
import io.gpupool.rehearsal.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyPagesTest {

  private final SimulatedTime time = new SimulatedTime(Instant.parse("2026-03-01T21:59:00Z"));
  private final FakeCloud cloud = new FakeCloud(time);
  private final Fleet fleet =
      new Fleet(
          List.of(new CloudEntry("fake", "fake", cloud, Duration.ofSeconds(30))),
          FleetTiming.DEFAULT,
          new Fleet.Surroundings(time, time, time, Runnable::run, Runnable::run),
          event -> {});
  private final NodeGroupId group = cloud.addGroup("g<p>u", 0, 9, 0);
  private final PolicyPages pages = new PolicyPages(Policies.of(fleet, time));

  @BeforeEach
  void start() {
    fleet.start();
    time.advance(Duration.ZERO);
  }

  @AfterEach
  void stop() {
    fleet.stop();
  }

  @Test
  void aProgramIsToldWhatHoldsAndWhoSaysSo() {
    JsonObject option = option("unneeded");
    assertThat(option.get("value").getAsDouble()).isEqualTo(300);
    assertThat(option.get("by").getAsString()).isEqualTo("break-even");
    assertThat(option.get("why").getAsString()).contains("the middle of 5 that were seen");
    assertThat(option("gpuUtilization").get("value").getAsDouble()).isEqualTo(0.875);
    assertThat(group().get("bootSeconds").getAsDouble()).isEqualTo(240);
    assertThat(group().get("usdPerHour").getAsDouble()).isEqualTo(98.32);
  }

  @Test
  void itChangesWithTheHour() {
    assertThat(rule().get("holdsNow").getAsBoolean()).isFalse();
    time.advance(Duration.ofMinutes(1));
    assertThat(rule().get("holdsNow").getAsBoolean()).isTrue();
    assertThat(rule().get("groups").getAsInt()).isEqualTo(1);
    assertThat(option("unneeded").get("by").getAsString()).isEqualTo("rule 1");
    assertThat(option("unneeded").get("why").getAsString()).isEqualTo("scaleDown.rules[0], line 3");
    assertThat(option("unneeded").get("value").getAsDouble()).isEqualTo(120);
  }

  @Test
  void whoIsNotToldAtTheMomentIsNamed() {
    assertThat(group().get("notToldNow").getAsJsonArray()).isEmpty();
    var unused = fleet.increase(group, 1, () -> false);
    JsonArray not = group().get("notToldNow").getAsJsonArray();
    assertThat(not).hasSize(2);
    assertThat(not.toString()).contains("up to 1.28", "from 1.35 on");
    time.advance(Duration.ofMinutes(16));
    // the placeholder is old by now, and still to come
    assertThat(group().get("notToldNow").getAsJsonArray().toString()).isEqualTo("[\"up to 1.28\"]");
  }

  @Test
  void aPersonSeesTheSameAndNothingOfItIsTakenForMarkup() {
    String page = pages.read("", false).text();
    assertThat(page)
        .contains("g&lt;p&gt;u", "unneeded", "5m", "break-even", "gpu-count", "0.875", "not now")
        .doesNotContain("g<p>u");
    assertThat(pages.read("/more", false).status()).isEqualTo(404);
  }

  private JsonObject page() {
    return JsonParser.parseString(pages.read("", true).text()).getAsJsonObject();
  }

  private JsonObject rule() {
    return page().getAsJsonArray("rules").get(0).getAsJsonObject();
  }

  private JsonObject group() {
    return page().getAsJsonArray("groups").get(0).getAsJsonObject();
  }

  private JsonObject option(String name) {
    return group().getAsJsonObject("options").getAsJsonObject(name);
  }
}
