package io.gpupool.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.gpupool.policy.GroupFacts;
import io.gpupool.policy.GroupPolicy;
import io.gpupool.policy.Setting;
import io.gpupool.policy.Source;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What holds for each group and why, for programs, as JSON, and for people, as a page. */
final class PolicyPages implements AdminSection {

  private static final String UP_TO_128 = "up to 1.28";
  private static final String FROM_135 = "from 1.35 on";

  private final PolicyBook policies;

  PolicyPages(PolicyBook policies) {
    this.policies = policies;
  }

  @Override
  public String path() {
    return "/policy";
  }

  @Override
  public AdminPage read(String rest, boolean json) {
    if (!rest.isEmpty()) {
      return AdminPage.notFound();
    }
    return json
        ? new AdminPage(200, AdminPage.JSON, json() + "\n")
        : new AdminPage(200, AdminPage.HTML, html());
  }

  private JsonObject json() {
    JsonArray rules = new JsonArray();
    for (PolicyBook.RuleLine line : policies.rules()) {
      JsonObject rule = new JsonObject();
      rule.addProperty("place", line.rule().place());
      line.rule().hours().ifPresent(hours -> rule.addProperty("hours", hours.toString()));
      rule.addProperty("holdsNow", line.holds());
      rule.addProperty("groups", line.groups());
      rules.add(rule);
    }
    JsonArray groups = new JsonArray();
    policies.groups().forEach(line -> groups.add(json(line)));
    JsonObject all = new JsonObject();
    all.add("rules", rules);
    all.add("groups", groups);
    return all;
  }

  private static JsonObject json(PolicyBook.GroupLine line) {
    GroupPolicy policy = line.policy();
    GroupFacts facts = policy.facts();
    JsonObject group = new JsonObject();
    group.addProperty("group", facts.id().value());
    facts.gpuModel().ifPresent(model -> group.addProperty("gpuModel", model));
    facts.gpus().ifPresent(gpus -> group.addProperty("gpus", gpus));
    if (Double.isFinite(facts.usdPerHour())) {
      group.addProperty("usdPerHour", facts.usdPerHour());
    }
    group.addProperty("bootSeconds", policy.boot().time().toMillis() / 1e3);
    group.addProperty("bootsSeen", policy.boot().seen());
    JsonObject options = new JsonObject();
    sorted(policy)
        .forEach(
            (setting, by) -> {
              JsonObject option = new JsonObject();
              option.addProperty("value", setting.in(policy.standing().options()).orElseThrow());
              option.addProperty("by", by.by());
              option.addProperty("why", by.why());
              options.add(setting.key(), option);
            });
    group.add("options", options);
    JsonArray heldBack = new JsonArray();
    if (line.heldBackUpTo128()) {
      heldBack.add(UP_TO_128);
    }
    if (line.heldBackFrom135()) {
      heldBack.add(FROM_135);
    }
    group.add("notToldNow", heldBack);
    return group;
  }

  private static Map<Setting, Source> sorted(GroupPolicy policy) {
    return new TreeMap<>(policy.standing().by());
  }

  private String html() {
    StringBuilder page = new StringBuilder(DecisionHtml.HEAD.formatted("policy"));
    page.append("<h1>When nodes that aren't needed are removed</h1>\n");
    page.append(
        "<p class=soft>What a group has no line for is as the autoscaler's own flags say. Nothing is told to releases up to 1.28 while a node of the group is coming up, and to releases from 1.35 on while one is so young that it may be.</p>\n");
    page.append("<table><tr><th>group</th><th>option</th><th class=n></th><th>by</th></tr>\n");
    policies.groups().forEach(line -> group(page, line));
    page.append("</table>\n");
    if (!policies.rules().isEmpty()) {
      page.append(
          "<h2>Rules</h2>\n<table><tr><th>rule</th><th>hours</th><th class=n>groups</th></tr>\n");
      policies.rules().forEach(line -> rule(page, line));
      page.append("</table>\n");
    }
    return page.append("</body></html>\n").toString();
  }

  private static void group(StringBuilder page, PolicyBook.GroupLine line) {
    GroupPolicy policy = line.policy();
    GroupFacts facts = policy.facts();
    String name =
        DecisionHtml.text(facts.id().value())
            + "<br><span class=soft>"
            + DecisionHtml.text(
                "%s%s; boots in %d s, %s"
                    .formatted(
                        facts
                            .gpuModel()
                            .map(model -> facts.gpus().orElse(0) + " " + model + ", ")
                            .orElse(""),
                        Double.isFinite(facts.usdPerHour())
                            ? String.format(Locale.ROOT, "$%,.2f", facts.usdPerHour())
                            : "no price known",
                        policy.boot().time().toSeconds(),
                        policy.boot().seen() == 0
                            ? "assumed"
                            : "seen " + policy.boot().seen() + " times"))
            + notTold(line)
            + "</span>";
    if (policy.standing().by().isEmpty()) {
      page.append("<tr><td>%s</td><td colspan=3 class=soft>nothing</td></tr>\n".formatted(name));
    }
    int rows = policy.standing().by().size();
    boolean first = true;
    for (Map.Entry<Setting, Source> one : sorted(policy).entrySet()) {
      double value = one.getKey().in(policy.standing().options()).orElseThrow();
      page.append(
          "<tr>%s<td>%s</td><td class=n>%s</td><td>%s<br><span class=soft>%s</span></td></tr>\n"
              .formatted(
                  first ? "<td rowspan=%d>%s</td>".formatted(rows, name) : "",
                  one.getKey().key(),
                  one.getKey().inWords(value),
                  DecisionHtml.text(one.getValue().by()),
                  DecisionHtml.text(one.getValue().why())));
      first = false;
    }
  }

  private static String notTold(PolicyBook.GroupLine line) {
    if (line.policy().standing().by().isEmpty()
        || !(line.heldBackUpTo128() || line.heldBackFrom135())) {
      return "";
    }
    return "<br>not told at the moment to releases "
        + (line.heldBackUpTo128() ? UP_TO_128 : "")
        + (line.heldBackUpTo128() && line.heldBackFrom135() ? " and " : "")
        + (line.heldBackFrom135() ? FROM_135 : "");
  }

  private static void rule(StringBuilder page, PolicyBook.RuleLine line) {
    page.append(
        "<tr><td>%s</td><td>%s</td><td class=n>%d</td></tr>\n"
            .formatted(
                DecisionHtml.text(line.rule().place()),
                line.rule()
                    .hours()
                    .map(
                        hours ->
                            DecisionHtml.text(hours.toString())
                                + (line.holds() ? "" : "<br><span class=soft>not now</span>"))
                    .orElse("always"),
                line.groups()));
  }
}
