package io.gpupool.admin;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What nodes cost and what keeps groups from growing and shrinking, as JSON and as a page. */
final class SpendingPages implements AdminSection {

  private static final Gson JSON =
      new GsonBuilder()
          .registerTypeAdapter(
              Instant.class,
              (JsonSerializer<Instant>) (at, type, context) -> new JsonPrimitive(at.toString()))
          .registerTypeAdapter(
              double.class,
              (JsonSerializer<Double>)
                  (number, type, context) ->
                      Double.isFinite(number) ? new JsonPrimitive(number) : JsonNull.INSTANCE)
          .serializeNulls()
          .create();

  private final SpendingBook book;

  SpendingPages(SpendingBook book) {
    this.book = book;
  }

  @Override
  public String path() {
    return "/spending";
  }

  @Override
  public AdminPage read(String rest, boolean json) {
    if (!rest.isEmpty()) {
      return AdminPage.notFound();
    }
    SpendingBook.Page page = book.page();
    return json
        ? new AdminPage(200, AdminPage.JSON, JSON.toJson(page) + "\n")
        : new AdminPage(200, AdminPage.HTML, html(page));
  }

  private static String html(SpendingBook.Page page) {
    StringBuilder text = new StringBuilder(DecisionHtml.HEAD.formatted("spending"));
    text.append(
        "<h1>Spending</h1>\n<p class=soft>%s; what was spent is since the server began</p>\n"
            .formatted(page.at().truncatedTo(ChronoUnit.SECONDS)));
    ceilings(text, page);
    text.append(
        "<h2>Groups</h2>\n<table><tr><th>group</th><th class=n>a node</th><th class=n>target</th><th class=n>the autoscaler is told</th><th class=n>running</th><th class=n>booting</th><th class=n>deleting</th></tr>\n");
    for (SpendingBook.GroupLine group : page.groups()) {
      text.append(
          "<tr><td>%s<br><span class=soft>%s</span></td><td class=n>%s</td><td class=n>%d</td><td class=n>%d to %d</td><td class=n>%s</td><td class=n>%s</td><td class=n>%s</td></tr>\n"
              .formatted(
                  DecisionHtml.text(group.group()),
                  DecisionHtml.text(String.join("; ", group.why())),
                  usd(group.usdPerNodeHour()),
                  group.target(),
                  group.min(),
                  group.max(),
                  both(group.usdPerHour().running(), group.usd().running()),
                  both(group.usdPerHour().booting(), group.usd().booting()),
                  both(group.usdPerHour().deleting(), group.usd().deleting())));
    }
    return text.append("</table>\n</body></html>\n").toString();
  }

  private static void ceilings(StringBuilder text, SpendingBook.Page page) {
    if (page.ceilings().isEmpty()) {
      text.append("<p>There is no ceiling.</p>\n");
      return;
    }
    text.append(
        "<h2>Ceilings</h2>\n<table><tr><th>for</th><th class=n>spent an hour</th><th class=n>ceiling</th><th style=\"width:30%\"></th></tr>\n");
    for (SpendingBook.CeilingLine line : page.ceilings()) {
      double share = line.usdPerHour() > 0 ? 100 * line.spentUsdPerHour() / line.usdPerHour() : 100;
      text.append(
          "<tr><td>%s<br><span class=soft>%s%s</span></td><td class=n>%s</td><td class=n>%s</td><td><div class=bar style=\"width:%s%%\"></div></td></tr>\n"
              .formatted(
                  DecisionHtml.text(line.scope()),
                  DecisionHtml.text(line.place()),
                  line.groupsWithoutPrice() == 0
                      ? ""
                      : "; %d groups have nodes of which nobody knows the price"
                          .formatted(line.groupsWithoutPrice()),
                  usd(line.spentUsdPerHour()),
                  usd(line.usdPerHour()),
                  String.format(Locale.ROOT, "%.0f", Math.min(100, share))));
    }
    text.append("</table>\n");
  }

  private static String both(double usdPerHour, double usd) {
    return usd(usdPerHour) + " an hour<br><span class=soft>" + usd(usd) + " spent</span>";
  }

  private static String usd(double amount) {
    return Double.isFinite(amount) ? String.format(Locale.ROOT, "$%,.2f", amount) : "unknown";
  }
}
