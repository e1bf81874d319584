package io.gpupool.admin;

import io.gpupool.admin.DecisionSummary.OptionLine;
import io.gpupool.admin.DecisionSummary.PodLine;
import io.gpupool.admin.DecisionSummary.StepLine;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Decisions as pages that stand for themselves: nothing is loaded from anywhere. */
final class DecisionHtml {

  /** How every page begins; its title is to be filled in. */
  static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>gpupool: %s</title>
      <meta name="viewport" content="width=device-width, initial-scale=1"><style>
      :root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #1a7f37; --bar: #4a7fd4; }
      body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.4rem; margin: 0 0 .3rem } h2 { font-size: 1.05rem; margin: 1.8rem 0 .4rem }
      table { border-collapse: collapse; width: 100%% } td, th { padding: .35rem .6rem; text-align: left;
      border-bottom: 1px solid var(--line); vertical-align: top } th { font-weight: 600 }
      td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
      tr.best { background: var(--soft) } tr.best td:first-child { font-weight: 600 }
      .why { font-size: 1.05rem } .soft { opacity: .7; font-size: .9em } .good { color: var(--good); font-weight: 600 }
      .bar { background: var(--bar); height: .55rem; border-radius: 2px; min-width: 2px }
      a { color: inherit } code { font-size: .95em }
      </style></head><body>
      """;

  private DecisionHtml() {}

  /** The last ones, newest first. */
  static String list(List<DecisionSummary> decisions) {
    String rows =
        decisions.stream()
            .map(
                one ->
                    "<tr><td class=n><a href=\"/decisions/%d\">%d</a></td><td>%s</td><td class=n>%d</td><td>%s</td><td class=n>%s</td><td class=n>%s</td></tr>"
                        .formatted(
                            one.number(),
                            one.number(),
                            one.at().truncatedTo(ChronoUnit.SECONDS),
                            one.pods(),
                            chosen(one),
                            one.options().isEmpty() ? "" : usd(one.options().get(0).usdPerHour()),
                            saved(one)))
            .collect(Collectors.joining("\n"));
    String table =
        decisions.isEmpty()
            ? "<p>The autoscaler hasn't asked yet. It does with <code>--expander=grpc</code> when pods find no place.</p>"
            : "<table><tr><th class=n>#</th><th>when</th><th class=n>pods</th><th>chosen</th><th class=n>its nodes</th><th class=n>less than least-waste</th></tr>\n%s</table>"
                .formatted(rows);
    return HEAD.formatted("decisions") + "<h1>Decisions</h1>\n" + table + "</body></html>\n";
  }

  private static String chosen(DecisionSummary one) {
    if (one.options().isEmpty()) {
      return "no opinion<br><span class=soft>" + text(String.join("; ", one.leftOut())) + "</span>";
    }
    OptionLine best = one.options().get(0);
    return "%s <span class=soft>%d nodes for %d pods</span><br><span class=soft>%s</span>"
        .formatted(text(best.group()), best.nodes(), best.pods(), text(one.reason()));
  }

  private static String saved(DecisionSummary one) {
    return one.usdPerHourSaved() > 0.005
        ? "<span class=good>" + usd(one.usdPerHourSaved()) + "</span>"
        : "<span class=soft>–</span>";
  }

  /** One of them, with everything that spoke for it. */
  static String one(DecisionSummary one) {
    StringBuilder page = new StringBuilder(HEAD.formatted("decision " + one.number()));
    page.append("<p class=soft><a href=\"/decisions\">all decisions</a></p>\n");
    page.append(
        "<h1>%s</h1>\n"
            .formatted(
                one.options().isEmpty()
                    ? "No opinion"
                    : "%d nodes of %s"
                        .formatted(
                            one.options().get(0).nodes(), text(one.options().get(0).group()))));
    page.append(
        "<p class=soft>%s, %d pods pending, decided in %s%s</p>\n"
            .formatted(
                one.at().truncatedTo(ChronoUnit.SECONDS),
                one.pods(),
                String.format(Locale.ROOT, "%.0f ms", one.took().toNanos() / 1e6),
                one.complete() ? "" : "; there was no time to look at everything"));
    if (!one.options().isEmpty()) {
      page.append("<p class=why>Because %s.".formatted(text(one.reason())));
      if (one.usdPerHourSaved() > 0.005) {
        page.append(
            " The autoscaler's own least-waste would have begun with %s, which comes to <span class=good>%s</span> more."
                .formatted(text(one.leastWaste()), usd(one.usdPerHourSaved())));
      }
      page.append("</p>\n");
      options(page, one.options());
      plan(page, one.options().get(0).plan());
    }
    pods(page, one.classes());
    lines(page, "Left out", one.leftOut());
    lines(page, "What no plan looks at", one.unmodelled());
    return page.append("</body></html>\n").toString();
  }

  private static void options(StringBuilder page, List<OptionLine> options) {
    double most =
        options.stream()
            .mapToDouble(OptionLine::usdPerHourInTheEnd)
            .filter(Double::isFinite)
            .max()
            .orElse(0);
    page.append(
        "<h2>What each option comes to in the end</h2>\n<table><tr><th>group</th><th class=n>nodes</th><th class=n>pods</th><th class=n>a node</th><th class=n>its nodes</th><th class=n>in the end</th><th style=\"width:18%\"></th><th class=n>idle GPUs</th></tr>\n");
    boolean best = true;
    for (OptionLine option : options) {
      double width = most > 0 ? 100 * option.usdPerHourInTheEnd() / most : 0;
      page.append(
          "<tr%s><td>%s<br><span class=soft>%s</span></td><td class=n>%d</td><td class=n>%d</td><td class=n>%s</td><td class=n>%s</td><td class=n>%s%s</td><td><div class=bar style=\"width:%s%%\"></div></td><td class=n>%d</td></tr>\n"
              .formatted(
                  best ? " class=best" : "",
                  text(option.group()),
                  text(
                      option.against().isEmpty()
                          ? option.basis()
                          : option.against() + "; " + option.basis()),
                  option.nodes(),
                  option.pods(),
                  usd(option.usdPerNodeHour()),
                  usd(option.usdPerHour()),
                  usd(option.usdPerHourInTheEnd()),
                  option.podsLeft() == 0
                      ? ""
                      : "<br><span class=soft>" + option.podsLeft() + " pods left</span>",
                  Double.isFinite(width) ? String.format(Locale.ROOT, "%.0f", width) : "100",
                  option.gpusStranded()));
      best = false;
    }
    page.append("</table>\n");
  }

  private static void plan(StringBuilder page, List<StepLine> steps) {
    page.append(
        "<h2>The plan behind it</h2>\n<table><tr><th>group</th><th class=n>nodes</th><th class=n>pods</th><th class=n>usd per hour</th></tr>\n");
    for (StepLine step : steps) {
      page.append(
          "<tr><td>%s</td><td class=n>%d</td><td class=n>%d</td><td class=n>%s</td></tr>\n"
              .formatted(text(step.group()), step.nodes(), step.pods(), usd(step.usdPerHour())));
    }
    page.append("</table>\n");
  }

  private static void pods(StringBuilder page, List<PodLine> classes) {
    page.append(
        "<h2>Pending pods</h2>\n<table><tr><th class=n>pods</th><th>ask for</th><th>such as</th><th>together</th></tr>\n");
    for (PodLine line : classes) {
      page.append(
          "<tr><td class=n>%d</td><td>%s</td><td><code>%s</code></td><td>%s</td></tr>\n"
              .formatted(
                  line.pods(), text(line.requests()), text(line.example()), text(line.gang())));
    }
    page.append("</table>\n");
  }

  private static void lines(StringBuilder page, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      page.append("<h2>%s</h2>\n<ul>".formatted(title));
      lines.forEach(line -> page.append("<li>").append(text(line)).append("</li>"));
      page.append("</ul>\n");
    }
  }

  private static String usd(double amount) {
    return Double.isFinite(amount) ? String.format(Locale.ROOT, "$%,.2f", amount) : "unknown";
  }

  /** Names come from others: nothing in them may be taken for a part of the page. */
  static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
