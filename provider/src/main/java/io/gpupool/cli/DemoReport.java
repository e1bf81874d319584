package io.gpupool.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.gpupool.rehearsal.Bill;
import io.gpupool.rehearsal.Job;
import io.gpupool.rehearsal.Outcome;
import io.gpupool.rehearsal.RehearsalEvent;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;

/** What the demo prints: a line for everything that happens, and a summary. */
final class DemoReport {

  private final PrintWriter out;
  private final Ansi ansi;

  DemoReport(PrintWriter out, ColorScheme colors) {
    this.out = out;
    this.ansi = colors.ansi();
  }

  /** Before the beginning. */
  void introduce(List<Job> jobs, Set<String> clouds, String source, long seed, String expander) {
    int gpus = jobs.stream().mapToInt(job -> job.requests().gpus()).sum();
    out.printf(
        "%d pods that ask for %d GPUs, %s; emulated clouds: %s%n",
        jobs.size(),
        gpus,
        source.matches("\\d+") ? "drawn with seed " + seed : "from " + source,
        String.join(", ", clouds));
    out.printf(
        "The real server over mutual TLS, a model of the autoscaler with its default flags and"
            + " --expander=%s, simulated time.%n",
        expander);
    out.println();
  }

  /** Something has happened. */
  void tell(RehearsalEvent event, Instant start, ToDoubleFunction<String> usdPerHour) {
    Duration since = Duration.between(start, event.at());
    String clock = clock(since);
    if (event instanceof RehearsalEvent.PodsMoved e) {
      line(clock, "pods", "faint", moved(e));
    } else if (event instanceof RehearsalEvent.ScaledUp e) {
      int nodes = e.to() - e.from();
      line(
          clock,
          "grow",
          "green",
          "%s  %d -> %d for %s, %s"
              .formatted(
                  e.group(),
                  e.from(),
                  e.to(),
                  plural(e.pods(), "pod", "pods"),
                  "+" + usd(nodes * usdPerHour.applyAsDouble(e.group())) + "/h"));
    } else if (event instanceof RehearsalEvent.ScaleUpRefused e) {
      line(clock, "refused", "red", e.group() + " +" + e.delta() + ": " + e.reason());
    } else if (event instanceof RehearsalEvent.NodesFailed e) {
      line(
          clock,
          "failed",
          "yellow",
          "%s  %s won't come (%s); left alone until %s"
              .formatted(
                  e.group(),
                  plural(e.nodes(), "node", "nodes"),
                  e.code(),
                  clock(Duration.between(start, e.backOffUntil()))));
    } else if (event instanceof RehearsalEvent.NodesOverdue e) {
      line(
          clock,
          "overdue",
          "yellow",
          e.group() + " " + plural(e.nodes(), "node", "nodes") + " didn't come in time");
    } else if (event instanceof RehearsalEvent.NodesJoined e) {
      line(
          clock,
          "joined",
          "green",
          e.group() + "  " + plural(e.nodes(), "node joins", "nodes join") + " the cluster");
    } else if (event instanceof RehearsalEvent.PodsLost e) {
      line(
          clock,
          "pods",
          "yellow",
          plural(e.pods(), "pod loses its node", "pods lose their nodes") + " of " + e.group());
    } else if (event instanceof RehearsalEvent.ScaledDown e) {
      line(
          clock,
          "shrink",
          "cyan",
          "%s  %s idle and removed, %s/h"
              .formatted(
                  e.group(),
                  plural(e.nodes(), "node was", "nodes were"),
                  "-" + usd(e.nodes() * usdPerHour.applyAsDouble(e.group()))));
    } else if (event instanceof RehearsalEvent.ScaleDownRefused e) {
      line(clock, "refused", "red", e.group() + ": " + e.reason());
    } else if (event instanceof RehearsalEvent.LoopSkipped e) {
      line(clock, "skipped", "red", "the autoscaler gives up this loop: " + e.reason());
    } else if (event instanceof RehearsalEvent.PodsUnplaceable e) {
      line(clock, "unplaced", "red", plural(e.pods(), "pod ", "pods, each ") + e.reason());
    }
    out.flush();
  }

  /** After the end. */
  void conclude(Outcome outcome, Map<String, Integer> cloudCalls, Duration wall) {
    Bill bill = outcome.bill();
    out.println();
    out.printf(
        "%d of %d pods found a node; the longest wait was %s%n",
        outcome.placed(), outcome.pods(), words(outcome.longestWait()));
    outcome
        .unplaced()
        .forEach((reason, pods) -> out.printf("  not placed: %d, each %s%n", pods, reason));
    out.printf(
        "%d nodes came and %d went; %s/h at the peak%n",
        bill.nodesAdded(), bill.nodesRemoved(), usd(bill.peakUsdPerHour()));
    double share = bill.totalUsd() == 0 ? 0 : 100 * bill.idleUsd() / bill.totalUsd();
    out.printf(
        Locale.ROOT,
        "%s in total, of it %s (%.0f %%) for nodes that were booting or idle%n",
        usd(bill.totalUsd()),
        usd(bill.idleUsd()),
        share);
    bill.byCloud()
        .forEach(
            (cloud, part) ->
                out.printf("  %s: %d nodes, %s%n", cloud, part.nodesAdded(), usd(part.totalUsd())));
    long rpcs = outcome.rpcs().values().stream().mapToLong(Long::longValue).sum();
    String most =
        outcome.rpcs().entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
            .limit(3)
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    int calls = cloudCalls.values().stream().mapToInt(Integer::intValue).sum();
    out.printf(
        "%d loops, %d calls to the server (%s), %d calls to the clouds%n",
        outcome.loops(), rpcs, most, calls);
    out.printf(
        Locale.ROOT,
        "%s simulated in %.1f s%n",
        words(outcome.simulated()),
        wall.toMillis() / 1000.0);
    out.flush();
  }

  /** The same for programs. */
  static String json(Outcome outcome, Map<String, Integer> cloudCalls, Duration wall) {
    Bill bill = outcome.bill();
    Gson gson = new Gson();
    JsonObject object = new JsonObject();
    object.addProperty("pods_total", outcome.pods());
    object.addProperty("pods_placed", outcome.placed());
    object.addProperty("pods_unplaceable", outcome.pods() - outcome.placed());
    object.addProperty("nodes_added", bill.nodesAdded());
    object.addProperty("nodes_removed", bill.nodesRemoved());
    object.addProperty("peak_usd_per_hour", cents(bill.peakUsdPerHour()));
    object.addProperty("total_usd", cents(bill.totalUsd()));
    object.addProperty("idle_usd", cents(bill.idleUsd()));
    object.add("cloud_calls", gson.toJsonTree(cloudCalls));
    object.add("rpcs", gson.toJsonTree(outcome.rpcs()));
    object.addProperty("simulated_seconds", outcome.simulated().toSeconds());
    object.addProperty(
        "wall_seconds", BigDecimal.valueOf(wall.toMillis(), 3).setScale(1, RoundingMode.HALF_UP));
    JsonObject clouds = new JsonObject();
    bill.byCloud()
        .forEach(
            (cloud, part) -> {
              JsonObject one = new JsonObject();
              one.addProperty("nodes_added", part.nodesAdded());
              one.addProperty("total_usd", cents(part.totalUsd()));
              clouds.add(cloud, one);
            });
    object.add("clouds", clouds);
    return object.toString();
  }

  private void line(String clock, String kind, String style, String text) {
    // what the markup library would take for markup is part of the text here
    String padded = "%-8s".formatted(kind);
    String shown = ansi.enabled() ? ansi.string("@|" + style + " " + padded + "|@") : padded;
    out.println(clock + "  " + shown + "  " + text);
  }

  private static String moved(RehearsalEvent.PodsMoved pods) {
    StringJoiner news = new StringJoiner(", ");
    if (pods.arrived() > 0) {
      news.add("+" + pods.arrived() + " new");
    }
    if (pods.started() > 0) {
      news.add("+" + pods.started() + " running");
    }
    if (pods.finished() > 0) {
      news.add(pods.finished() + " done");
    }
    return "%-32s %d waiting, %d running on %s"
        .formatted(news, pods.waiting(), pods.running(), plural(pods.nodes(), "node", "nodes"));
  }

  private static String plural(int count, String one, String more) {
    return count + " " + (count == 1 ? one : more);
  }

  private static String usd(double amount) {
    return "$" + cents(amount).toPlainString();
  }

  private static BigDecimal cents(double amount) {
    return BigDecimal.valueOf(amount).setScale(2, RoundingMode.HALF_UP);
  }

  private static String clock(Duration since) {
    return "%02d:%02d:%02d"
        .formatted(since.toHours(), since.toMinutesPart(), since.toSecondsPart());
  }

  private static String words(Duration duration) {
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toSeconds() + " s";
  }
}
